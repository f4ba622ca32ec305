"""The console command: what it prints, its exit codes, and that a refusal is no traceback."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from rostok.config.cli import main
from rostok.config.cli.commands.regulations import effect_line, effect_lines
from rostok.config.cli.output import Answer, shown, table
from rostok.kernel.registry import Registry
from rostok.orgs.models import OrgUnit, System
from rostok.roadmaps.models import Occurrence
from tests import factories as make

PACK = "muya"
pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> System:
    root = make.make_municipality(make.make_region(), code="district")
    assert main(activating(root)) == 0
    return System.objects.get(key="ours")


def activating(root: OrgUnit, pack: str = PACK) -> list[str]:
    return [
        "systems",
        "activate",
        pack,
        "--key",
        "ours",
        "--root",
        root.code,
        "--from",
        "2023-01-01",
    ]


def answer_of(capsys: Any, *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_every_answer_is_one_envelope(capsys: Any) -> None:
    answer = answer_of(capsys, "packs")
    assert list(answer) == ["system", "year", "on", "version", "rows"]
    assert PACK in {row["key"] for row in answer["rows"]}


def test_json_may_stand_before_the_command(capsys: Any) -> None:
    assert main(["--json", "packs"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]


def test_registries_say_what_comes_from_where(capsys: Any) -> None:
    rows = answer_of(capsys, "registries")["rows"]
    assert {row["registry"] for row in rows} <= set(Registry.all)
    assert {"registry": "permissions", "name": "orgs.view"}.items() <= next(
        row for row in rows if row["name"] == "orgs.view"
    ).items()


def test_a_sound_pack_is_checked_without_a_problem(capsys: Any) -> None:
    assert main(["packs", "check", PACK]) == 0
    assert capsys.readouterr().out == "Ошибок нет.\n"


def test_an_unknown_pack_is_refused(capsys: Any) -> None:
    assert main(["packs", "show", "nowhere"]) == 1
    caught = capsys.readouterr()
    assert "Нет положения «nowhere»" in caught.err
    assert not caught.out


def test_a_refusal_as_json_stands_where_answers_do(capsys: Any) -> None:
    answer = answer_of(capsys, "packs", "show", "nowhere", code=1)
    assert "nowhere" in answer["error"]


def test_a_pack_is_shown_as_it_is(capsys: Any) -> None:
    pack = answer_of(capsys, "packs", "show", PACK)
    assert pack["key"] == PACK
    assert {"title", "level", "version", "document", "parties", "roadmap", "indicators"} <= set(
        pack
    )


def test_a_system_is_activated(system: System, capsys: Any) -> None:
    row = answer_of(capsys, "systems")["rows"][0]
    assert (row["key"], row["pack"], row["root"]) == ("ours", PACK, "district")
    assert row["start"] == "2023-01-01"


def test_a_system_on_an_unknown_territory_is_refused(capsys: Any) -> None:
    words = ["systems", "activate", PACK, "--key", "ours", "--root", "no", "--from", "2023-01-01"]
    assert main(words) == 1
    assert "Нет территории или организации с кодом «no»" in capsys.readouterr().err
    assert not System.objects.exists()


def test_figures_are_decimal_strings(system: System, capsys: Any) -> None:
    answer = answer_of(capsys, "indicators", "--system", "ours", "--year", "2024")
    assert (answer["system"], answer["year"], answer["version"]) == ("ours", 2024, "1")
    assert list(answer["rows"][0]) == [
        "code",
        "printed_number",
        "org",
        "numerator",
        "denominator",
        "value",
        "target",
        "state",
        "source",
    ]
    figures = [row[name] for row in answer["rows"] for name in ("numerator", "value", "target")]
    assert all(figure is None or isinstance(figure, str) for figure in figures)


def test_terms_of_a_roadmap_are_rows(system: System, capsys: Any) -> None:
    answer = answer_of(capsys, "roadmaps", "--system", "ours", "--year", "2024")
    rows = Occurrence.objects.filter(roadmap__system=system, year=2024)
    assert len(answer["rows"]) == rows.count() > 0
    assert {"action", "direction", "key_activity", "unit", "start", "due", "state"} < set(
        answer["rows"][0]
    )
    assert answer["rows"][0]["proofs"] == []
    everything = answer_of(capsys, "roadmaps")
    assert len(everything["rows"]) == Occurrence.objects.count()
    assert main(["roadmaps", "--system", "ours", "--year", "2024"]) == 0
    assert "просрочено" in capsys.readouterr().out


def test_indicators_for_people_read_in_russian(system: System, capsys: Any) -> None:
    capsys.readouterr()
    assert main(["indicators", "--system", "ours", "--year", "2024"]) == 0
    assert "источник ещё не подключён" in capsys.readouterr().out


def test_an_unknown_system_is_refused_with_the_known_ones(system: System, capsys: Any) -> None:
    assert main(["indicators", "--system", "theirs", "--year", "2024"]) == 1
    assert "Нет системы «theirs». Есть: ours." in capsys.readouterr().err


def test_an_unknown_indicator_is_refused(system: System, capsys: Any) -> None:
    assert main(["explain", "--system", "ours", "--year", "2024", "--code", "none"]) == 1
    assert "none" in capsys.readouterr().err


def test_explaining_names_the_members(system: System, capsys: Any) -> None:
    words = ["explain", "--system", "ours", "--year", "2024", "--code", "headcount-teaching"]
    answer = answer_of(capsys, *words)
    assert answer["rows"] == []


def test_the_first_administrator_is_invited_with_a_code(system: System, capsys: Any) -> None:
    row = answer_of(capsys, "users", "invite", "boss", "--org", "district", "--title", "Глава")
    assert row["rows"][0]["username"] == "boss"
    assert row["rows"][0]["code"]


def test_an_empty_template_is_written_and_refused_as_empty(
    system: System, tmp_path: Path, capsys: Any
) -> None:
    make.make_school(system.root)
    file = str(tmp_path / "staff.xlsx")
    assert main(["staff", "template", file]) == 0
    assert load_workbook(file).sheetnames
    assert main(["staff", "import", file, "--system", "ours", "--check-only"]) == 1
    assert "Заполните" in capsys.readouterr().err


def test_a_staff_list_loads_into_a_fresh_database(
    system: System, tmp_path: Path, capsys: Any
) -> None:
    make.make_school(system.root, code="oo-1")
    file = tmp_path / "staff.csv"
    rows = [
        "Код организации;Фамилия;Имя;Должность;Предметы;Дата приёма",
        "oo-1;Северова;Анна;учитель;химия;01.09.2023",
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    answer = answer_of(capsys, "staff", "import", str(file), "--system", "ours")
    assert (answer["new"], answer["errors"]) == (1, [])


def test_a_missing_file_is_refused(system: System, capsys: Any) -> None:
    assert main(["staff", "import", "missing.xlsx", "--system", "ours"]) == 1
    assert "Нет такого файла или папки: missing.xlsx" in capsys.readouterr().err


def test_organisations_are_loaded_and_counted(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "units.csv"
    file.write_text("Код;Название\nx;y\n", encoding="utf-8")
    assert main(["orgs", "import", str(file)]) == 1
    assert "столбцов" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["unknown"],
        ["indicators"],
        ["indicators", "--system", "a", "--year", "many"],
        ["indicators", "--system", "a", "--year", "2024", "--level", "village"],
        ["systems", "activate", PACK, "--key", "a", "--root", "b", "--from", "01.02.2023"],
        ["staff"],
    ],
)
def test_wrong_usage_leaves_with_two(words: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "rostok" in capsys.readouterr().err


def test_a_table_is_aligned_and_russian() -> None:
    lines = table([{"title": "Школа", "value": Decimal("12.5")}, {"title": "А", "value": None}])
    assert lines == ["название  значение", "Школа         12,5", "А                —"]


def test_nothing_is_said_in_a_word() -> None:
    assert list(Answer().in_words()) == ["Ничего нет."]
    assert shown(True) == "да"


@pytest.mark.parametrize("year", ["0", "99999", "-1", "год"])
def test_what_is_no_year_is_wrong_usage(year: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        main(["indicators", "--system", "ours", "--year", year])
    assert left.value.code == 2
    assert "--year" in capsys.readouterr().err


def test_help_and_usage_are_russian(capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "--help"])
    help_text = capsys.readouterr().out
    assert help_text.startswith("вызов: rostok explain")
    assert "usage" not in help_text
    assert "options" not in help_text


def test_explaining_takes_a_day_as_the_figures_do(system: System, capsys: Any) -> None:
    words = ["--system", "ours", "--year", "2024", "--on", "2024-10-01"]
    answer = answer_of(capsys, "explain", *words, "--code", "headcount-teaching")
    assert answer["on"] == "2024-10-01"


def test_an_unknown_indicator_names_the_known(system: System, capsys: Any) -> None:
    words = ["explain", "--system", "ours", "--year", "2024", "--code", "no"]
    assert "headcount-teaching" in answer_of(capsys, *words, code=1)["error"]


def test_an_empty_form_as_csv_is_its_header(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "staff.csv"
    assert main(["staff", "template", str(path)]) == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1
    assert "Фамилия" in lines[0]


def test_an_unknown_role_names_the_known(system: System, capsys: Any) -> None:
    words = ["users", "invite", "petrova", "--org", "district", "--role", "no"]
    assert "service_head" in answer_of(capsys, *words, code=1)["error"]


def test_a_code_runs_out_on_a_readable_day(system: System, capsys: Any) -> None:
    capsys.readouterr()
    assert main(["users", "invite", "petrova", "--org", "district"]) == 0
    assert "+00:00" not in capsys.readouterr().out


def test_what_another_version_does_is_told_by_name_or_not_at_all(system: System) -> None:
    same = effect_lines(system, system.current_version, date(2024, 1, 1))
    assert "Показатели за 2024 год: ничего не изменится." in same
    cells = [("Показатель", "Доля"), ("Что меняется", ""), ("Планы", "30 → 40"), ("Год", "— → —")]
    assert effect_line(cells) == "  Доля\n    Планы: 30 → 40"
