"""A small sound pack in a folder of its own, for tests that break one thing in it."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

Files = dict[str, Any]
PRINTED = Path(__file__).parent / "printed"


def rows_printed(name: str) -> list[list[str | None]]:
    """Rows of a regulation's table as a person read them from its text; «–» is an empty cell."""
    lines = (PRINTED / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    cells = [line.split(" | ") for line in lines if not line.startswith("#")]
    return [[None if cell == "–" else cell for cell in row] for row in cells]


def planned(name: str, member: str, **filters: str) -> dict[str, Any]:
    return {
        "name": name,
        "member": member,
        "package": "plans",
        "title": f"Мера {name}",
        "filters": filters,
    }


BASE: Files = {
    "pack.yaml": {
        "key": "base",
        "title": "Общее для положений",
        "short_title": "Общее",
        "version": "1",
        "limits": {"methodist_load": 250, "org_kinds": ["school"]},
        "labels": {"methodist": "методист"},
    },
    "indicators.yaml": {"codes": {"diagnosed-share": "Прошли диагностику"}},
    "measures.yaml": {
        "measures": [
            planned("plans.passed", "person", operator="код оператора"),
            planned("plans.employed", "person"),
            planned("plans.schools", "organisation"),
        ]
    },
    "roles.yaml": {
        "roles": {
            "methodist": {
                "title": "Методист",
                "level": "municipality",
                "grants": {"self": ["packs.view"]},
            }
        }
    },
    "capabilities.yaml": {"capabilities": {"C03": "Положение как данные"}},
}
PACK: Files = {
    "pack.yaml": {
        "key": "small",
        "title": "Система сопровождения посёлка Малый",
        "short_title": "Посёлок Малый",
        "level": "municipality",
        "version": "1",
        "extends": "base",
        "territory": {
            "title": "Посёлок Малый",
            "region": "Большая область",
            "time_zone": "Asia/Tomsk",
        },
        "document": {
            "kind": "приказ",
            "title": "О системе сопровождения",
            "number": "7",
            "date": date(2023, 3, 1),
            "issuer": "Управление образования",
            "signed_by": "Начальник управления",
            "amends": {
                "kind": "приказ",
                "number": "6",
                "date": date(2022, 3, 1),
                "title": "О системе",
            },
        },
        "period": {
            "start": date(2023, 1, 1),
            "end": date(2024, 12, 31),
            "printed": "на 2023–2024 годы",
        },
        "legal_basis": [{"kind": "приказ", "issuer": "Министерство", "title": "О методиках"}],
        "limits": {"methodist_load": 200},
        "labels": {"service": "методслужба"},
    },
    "concepts.yaml": {
        "concepts": [{"term": "наставник", "definition": "опытный педагог", "clause": "SML-1.1-01"}]
    },
    "purpose.yaml": {
        "goals": [{"text": "Рост мастерства педагогов", "clause": "SML-1.1-01"}],
        "directions": [
            {
                "code": "d1",
                "number": "1",
                "title": "Управление системой",
                "key_activities": [{"code": "d1-1", "number": "1", "title": "Планирование"}],
            }
        ],
    },
    "clauses.yaml": [
        {
            "id": "SML-1.1-01",
            "level": "municipal",
            "subject": "система",
            "kind": "concept",
            "text": "Понятие наставника",
            "capability": "C03",
        },
        {
            "id": "SML-2.1-01",
            "level": "municipal",
            "subject": "Методическая служба",
            "kind": "function",
            "text": "Проводит диагностику педагогов",
            "capability": "C03",
        },
    ],
    "parties.yaml": {
        "parties": [
            {
                "code": "service",
                "title": "Методическая служба посёлка",
                "short": "Служба",
                "level": "municipality",
                "subjects": ["Методическая служба"],
                "clauses": ["SML-2.1-01"],
            },
            {
                "code": "office",
                "title": "Управление образования",
                "short": "Управление",
                "level": "municipality",
                "named_only": True,
            },
        ]
    },
    "stages.yaml": {
        "stages": [
            {
                "code": "s1",
                "number": "1",
                "title": "Подготовка",
                "start": date(2023, 1, 1),
                "end": date(2023, 6, 30),
            }
        ]
    },
    "roadmap.yaml": {
        "title": "Дорожная карта",
        "directions": [
            {
                "number": "1",
                "title": "Управление системой",
                "direction": "d1",
                "key_activities": [
                    {
                        "number": "1",
                        "title": "Планирование",
                        "key_activity": "d1-1",
                        "actions": [
                            {
                                "code": "a1",
                                "title": "Издать приказ",
                                "party": "Служба",
                                "parties": ["service"],
                                "executor": None,
                                "term": "до 1 мая 2023",
                                "term_kind": "date",
                                "end": date(2023, 5, 1),
                                "months": [],
                                "result": "Приказ",
                                "result_kind": "order",
                            }
                        ],
                    }
                ],
            }
        ],
    },
    "indicators.yaml": {
        "title": "Показатели",
        "indicators": [
            {
                "code": "diagnosed-share",
                "printed_number": "1",
                "position": 1,
                "title": "Доля прошедших диагностику",
                "unit": "percent",
                "better": "up",
                "period": "year",
                "value": {
                    "share": {
                        "of": {"measure": "plans.passed", "operator": "service"},
                        "in": "plans.employed",
                    }
                },
                "reading": "A",
                "targets": {2023: 5, 2024: None},
                "targets_printed": {2023: "5 %", 2024: "*"},
                "party": "service",
            }
        ],
    },
    "methods.yaml": {
        "methods": [
            {
                "code": "m1",
                "title": "Мониторинг",
                "kind": "monitoring",
                "indicators": ["diagnosed-share"],
            }
        ]
    },
    "documents.yaml": {"documents": [{"group": "Планы", "items": [{"title": "План работы"}]}]},
    "roles.yaml": {"roles": {"methodist": {"title": "Методист посёлка"}}},
}


@pytest.fixture
def files() -> Files:
    """The files of the sound pack, to be changed and written."""
    return copy.deepcopy(PACK)


@pytest.fixture
def write(tmp_path: Path, settings: Any) -> Callable[..., None]:
    """Write the pack «small» and its base where the project looks for packs."""
    settings.PACKS_DIR = tmp_path / "packs"

    def write_all(pack: Files, base: Files = BASE) -> None:
        for key, held in (("base", base), ("small", pack)):
            folder = settings.PACKS_DIR / key
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in held.items():
                text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
                (folder / name).write_text(text, encoding="utf-8")

    return write_all
