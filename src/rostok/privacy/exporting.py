"""Everything about one person as one archive: a page to read, the same as data, and files."""

import json
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from rostok.kernel import clock
from rostok.kernel.files import opened
from rostok.kernel.models import StoredFile
from rostok.people.models import Person
from rostok.privacy.about import in_order
from rostok.privacy.looks import looks_at
from rostok.privacy.wording import shown


def archive_about(person: Person) -> IO[bytes]:
    """The archive as an open file. It needs nothing but a browser to be read."""
    told = [(name, one.title, list(one.records(person))) for name, one in in_order()]
    files = dict(named_files(person))
    looks = looks_at(person)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("Мои данные.html", page_about(person, told, list(files), looks))
        archive.writestr("data.json", data_about(person, told, looks))
        for name, stored in files.items():
            with opened(stored) as file:
                archive.writestr(f"files/{name}", file.read())
    made.seek(0)
    return made


def named_files(person: Person) -> Any:
    """Files under names of which no two are alike."""
    taken: set[str] = set()
    for _name, one in in_order():
        for stored in one.files(person):
            name = unlike(stored, taken)
            taken.add(name)
            yield name, stored


def unlike(stored: StoredFile, taken: set[str]) -> str:
    stem, _, extension = stored.name.rpartition(".")
    name, number = stored.name, 2
    while name in taken:
        name, number = f"{stem} ({number}).{extension}", number + 1
    return name


def page_about(person: Person, told: list[Any], files: list[str], looks: list[Any]) -> str:
    context = {
        "person": person,
        "made_at": clock.now(),
        "told": [(title, shown(records)) for _name, title, records in told],
        "files": files,
        "looks": looks,
    }
    return render_to_string("privacy/about.html", context)


def data_about(person: Person, told: list[Any], looks: list[Any]) -> str:
    data = {
        "person": str(person),
        "uid": str(person.uid),
        "made_at": clock.now(),
        "records": {name: {"title": title, "rows": rows} for name, title, rows in told},
        "looks": [
            {"day": one.day, "what": one.words, "viewer": one.viewer, "place": one.place}
            for one in looks
        ],
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
