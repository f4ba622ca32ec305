"""The import of territories and organisations from a table."""

from django.urls import reverse

from rostok.kernel.tabular import ImportSpec, Undo, add_import
from rostok.orgs import permissions
from rostok.orgs.imports.applying import prepare
from rostok.orgs.imports.columns import COLUMNS
from rostok.orgs.imports.comparing import compare_units
from rostok.orgs.imports.undoing import guard_undo, settle_undone, subject_of

ORGANISATIONS = add_import(
    ImportSpec(
        code="orgs.units",
        title="Территории и организации",
        permission=permissions.IMPORT,
        columns=COLUMNS,
        compare=compare_units,
        prepare=prepare,
        undo=Undo(subject_of, guard_undo, settle_undone),
        template_examples=(
            {
                "code": "03-north",
                "title": "Муниципальное образование «Северный район»",
                "short_title": "Северный район",
                "kind": "муниципалитет",
                "parent": "03",
            },
            {
                "code": "03-north-1",
                "title": "МБОУ «Северная средняя общеобразовательная школа»",
                "short_title": "Северная СОШ",
                "kind": "общеобразовательная организация",
                "parent": "03-north",
                "flags": "«Точка роста»",
            },
        ),
        lead=(
            "Записи узнаются по коду. Пустая ячейка ничего не меняет. Кого нет в файле, те только"
            " перечисляются: загрузка никого не закрывает."
        ),
        back_url=lambda _context: reverse("orgs:list"),
    )
)
