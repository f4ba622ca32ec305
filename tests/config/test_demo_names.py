"""Made-up names are names: gender, patronymic and surname agree."""

import pytest

from rostok.config.demo.chance import Chance, read_data
from rostok.config.demo.names import FEMALE, MALE, full_name, patronymic, surname


@pytest.mark.parametrize(
    ("father", "man", "woman"),
    [
        ("Иван", "Иванович", "Ивановна"),
        ("Андрей", "Андреевич", "Андреевна"),
        ("Юрий", "Юрьевич", "Юрьевна"),
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Пётр", "Петрович", "Петровна"),
        ("Лев", "Львович", "Львовна"),
        ("Михаил", "Михайлович", "Михайловна"),
        ("Илья", "Ильич", "Ильинична"),
        ("Никита", "Никитич", "Никитична"),
        ("Кара-оол", "Кара-оолович", "Кара-ооловна"),
        ("Бадма", "Бадмаевич", "Бадмаевна"),
        ("Бато", "Батоевич", "Батоевна"),
        ("Артыш", "Артышевич", "Артышевна"),
    ],
)
def test_a_patronymic_follows_from_the_fathers_name(father: str, man: str, woman: str) -> None:
    assert (patronymic(father, MALE), patronymic(father, FEMALE)) == (man, woman)


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("Иванов", "Иванова"),
        ("Соловьёв", "Соловьёва"),
        ("Никитин", "Никитина"),
        ("Высоцкий", "Высоцкая"),
        ("Подгорный", "Подгорная"),
        ("Черных", "Черных"),
        ("Шевченко", "Шевченко"),
        ("Ковальчук", "Ковальчук"),
        ("Миллер", "Миллер"),
        ("Ооржак", "Ооржак"),
        ("Бадмаев", "Бадмаева"),
        ("Кызласов", "Кызласова"),
    ],
)
def test_a_woman_bears_her_form_of_a_surname(man: str, woman: str) -> None:
    assert (surname(man, MALE), surname(man, FEMALE)) == (man, woman)


def test_every_father_of_the_tables_gives_a_patronymic_of_the_right_ending() -> None:
    fathers = {
        name
        for by_decade in read_data("men").values()
        for row in by_decade.values()
        for name in row
    }
    for father in fathers:
        assert patronymic(father, MALE).endswith(("ович", "евич", "ич"))
        assert patronymic(father, FEMALE).endswith(("овна", "евна", "ична", "инична"))


def test_a_name_depends_on_the_seed_alone() -> None:
    def names(seed: int) -> list[str]:
        chance = Chance(seed, "names")
        made = (
            full_name(chance, people="russian", gender=FEMALE, birth_year=1980) for _ in range(20)
        )
        return [f"{name.last} {name.first} {name.patronymic}" for name in made]

    assert names(1) == names(1)
    assert names(1) != names(2)
