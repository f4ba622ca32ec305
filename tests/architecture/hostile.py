"""Random requests: what a careless browser, a curious colleague or a broken link might send."""

import random
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from tests.architecture.addresses import Address
from tests.architecture.world import Side, World

NAME_OF_FIELD = re.compile(r'\bname="([^"]+)"')
VALUE_OF_OPTION = re.compile(r'<option value="([^"]+)"')
KNOWN_PARAMETERS = [
    "q", "page", "sort", "export", "per_page", "unit", "year", "day", "on", "kind", "access",
    "with_role", "territory", "organisation", "post", "state", "next", "section", "role", "user",
]  # fmt: skip
NUMBERS = [0, 1, -1, 7, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30]
TEXTS = [
    "", " ", "\u00a0", "а", "Иванова", "ё" * 300, "x" * 70_000, "\x00", "a\x00b", "\U0001f600",
    "'; drop table x; --", "<script>alert(1)</script>", "%", "_", "\\", "{}", "[]", "null", "None",
    "true", "on", "-1", "1e9", "1e400", "NaN", "Infinity", "0x10", "٣", "½", "1,5", "1 000",
    "0000-00-00", "2024-02-30", "9999-12-31", "0001-01-01", "31.02.2024", "10000-01-01",
    "2026-11-22T25:61", "../../etc/passwd", "xlsx", "csv", "//example.org/", "\r\nSet-Cookie: a=b",
    "\u202eabc", "\ufeff", "administrator", "service_head", "coordinator", "-pk", "?", "sort,sort",
]  # fmt: skip
MIGHTY = ["administrator", "service_head", "coordinator"]
SLUGS = ["x", "no-such", "-", "a" * 200, "own", "foreign", "muya", "2024"]
METHODS = ["get", "get", "get", "post", "post", "post", "post", "head", "put", "delete", "options"]
FILES = [
    ("a.xlsx", b""),
    ("a.xlsx", b"PK\x03\x04broken"),
    ("a.csv", "ФИО;Должность\nИванова Мария;Учитель\n".encode()),
    ("a.csv", b"\xff\xfe\x00\x00;;;\r\n" * 50),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    ("a" * 300 + ".docx", b"\x00" * 1000),
]


@dataclass
class Case:
    """One request, told so that a person can send it again."""

    role: str
    method: str
    url: str
    fields: list[tuple[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = ""

    def __str__(self) -> str:
        shown = [(name, str(value)[:60]) for name, value in self.fields]
        return f"{self.role}: {self.method.upper()} {self.url[:300]} {shown} {self.body!r:.80}"

    def send(self, client: Client) -> Any:
        options: dict[str, Any] = {"headers": self.headers}
        if self.body is not None:
            return client.generic(
                self.method.upper(), self.url, self.body, self.content_type, **options
            )
        if self.method == "post":
            return client.post(self.url, self.data(), **options)
        return getattr(client, self.method)(self.url, **options)

    def data(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


class Sender:
    """Makes cases from a seed: the same seed, the same requests over the same world."""

    def __init__(self, seed: int, world: World, addresses: list[Address], roles: list[str]) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - must repeat
        self.world, self.addresses, self.roles = world, addresses, roles

    def case(self, forms: dict[str, list[tuple[str, list[str]]]]) -> Case:
        address = self.dice.choice(self.addresses)
        method = self.dice.choice(METHODS)
        case = Case(self.role(), method, self.url(address) + self.query())
        if self.dice.random() < 0.15:
            case.headers["HX-Request"] = "true"
        if method == "post":
            case.fields = self.fields(forms.get(address.name, []))
        if method in {"post", "put"} and self.dice.random() < 0.06:
            self.break_body(case)
        return case

    def role(self) -> str:
        """Half of the requests come from those who may most: they get past the first refusal."""
        return self.dice.choice(MIGHTY if self.dice.random() < 0.5 else self.roles)

    def url(self, address: Address) -> str:
        side = self.side()
        values = {name: self.part(address, name, side) for name in address.names}
        try:
            return reverse(address.name, kwargs=values)
        except NoReverseMatch:
            return address.url(self.world, side)

    def side(self) -> Side:
        return self.world.foreign if self.dice.random() < 0.4 else self.world.own

    def part(self, address: Address, name: str, side: Side) -> Any:
        if self.dice.random() < 0.85:
            return address.sample(name, self.world, side)
        return self.dice.choice([abs(self.dice.choice(NUMBERS)), self.dice.choice(SLUGS)])

    def query(self) -> str:
        if self.dice.random() < 0.5:
            return ""
        names = self.dice.sample(KNOWN_PARAMETERS, self.dice.randint(1, 4))
        return "?" + urlencode([(name, self.value([])) for name in names], doseq=True)

    def fields(self, form: list[tuple[str, list[str]]]) -> list[tuple[str, Any]]:
        """Most fields of the page's own form, some twice, some that nobody asked for."""
        kept = [(name, choices) for name, choices in form if self.dice.random() < 0.85]
        if self.dice.random() < 0.3:
            kept += [(name, []) for name in self.dice.sample(KNOWN_PARAMETERS, 2)]
        if kept and self.dice.random() < 0.2:
            kept.append(self.dice.choice(kept))
        return [(name, self.typed(name, choices)) for name, choices in kept]

    def typed(self, name: str, choices: list[str]) -> Any:
        if name in {"file", "document", "scan"} and self.dice.random() < 0.9:
            title, content = self.dice.choice(FILES)
            return SimpleUploadedFile(title, content)
        return self.value(choices)

    def value(self, choices: list[str]) -> Any:
        """What the form offers, the number of a row of either side, or rubbish."""
        throw = self.dice.random()
        if choices and throw < 0.55:
            return self.dice.choice(choices)
        if throw < 0.75:
            return self.dice.choice(list(self.side().rows.values())).pk
        if throw < 0.8:
            return self.dice.choice(["2020-01-01", "2026-11-22", "2027-05-05"])
        return self.dice.choice([*TEXTS, *NUMBERS])

    def break_body(self, case: Case) -> None:
        case.content_type, case.body = self.dice.choice(
            [
                ("application/json", b'{"a":'),
                ("multipart/form-data", b"no boundary"),
                ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
                ("application/x-www-form-urlencoded", b"a=%ff%fe&b=%00&=&&&role=administrator"),
                ("application/x-www-form-urlencoded; charset=utf-99", b"a=1"),
                ("text/plain", b"\x00" * 100),
            ]
        )


def fields_of(answer: Any) -> list[tuple[str, list[str]]]:
    """The names a page's forms ask for, with the values they offer."""
    text = text_of(answer)
    found = []
    for name in dict.fromkeys(NAME_OF_FIELD.findall(text)):
        if name in {"viewport", "htmx-config", "csrfmiddlewaretoken"}:
            continue
        menu = re.search(rf'<select[^>]*name="{re.escape(name)}".*?</select>', text, re.DOTALL)
        offered = VALUE_OF_OPTION.findall(menu[0]) if menu else []
        offered += re.findall(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', text)
        found.append((name, offered))
    return found


def text_of(answer: Any) -> str:
    """All that an answer says, the texts of a workbook too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        body = b" ".join(parts_of(body))
    return str(body.decode("utf-8", "replace")) + str(answer.headers)


def parts_of(archive: bytes) -> list[bytes]:
    try:
        with ZipFile(BytesIO(archive)) as opened:
            return [opened.read(name) for name in opened.namelist()]
    except BadZipFile:
        return [archive]
