"""A new regulation begins as a copy of another: what must not be carried over is marked.

A mark is a phrase in ⟨angle brackets⟩. `rostok packs check` names every one left, by file and line,
and a pack with marks does not come into force.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from rostok.kernel.errors import RuleViolation
from rostok.packs.checking import check_pack
from rostok.packs.fields import SLUG
from rostok.packs.folders import BASE, folder_of, own_folder, pack_keys
from rostok.packs.loading import load_pack
from rostok.packs.pack import Clauses, Pack
from rostok.packs.problems import Problem

TIMED = ("roadmap.yaml", "indicators.yaml", "stages.yaml")
Values = dict[str, str | None]
COMMON = frozenset(
    {"район", "область", "республика", "округ", "городской", "муниципальный", "кожуун"}
)
PREFIX = 3
SHORT_WORD = 5
PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. [А-ЯЁ][а-яё]+"
)
ACT = re.compile(
    r"(?:№ ?[\w/-]+ )?\bот\s+\d{1,2}(?:\.\d{2}\.|\s+[а-я]+\s+)\d{4}"
    r"(?:\s+(?:г\.|года))?(?:\s+№ ?[\w/-]+)?"
)
"""«от 16.01.2023 г. № 144», «№ 840 от 26 мая 2021 г.»: an act that the example names."""
STAGE = re.compile(r"([Ээ]тап\b[^\n]{0,60}?\d{4} ?[–-] ?\d{4}(?= год))")
EARLIER = 5
NOTE = re.compile(r"^(?P<indent> *)note:.*\n(?:(?P=indent) +.*\n| *\n)*", re.MULTILINE)


@dataclass(frozen=True)
class NewPack:
    """What a territory says of its regulation; what it leaves out is marked to be filled in."""

    key: str
    source: str
    territory: str = ""
    title: str = ""
    region: str = ""
    time_zone: str = ""
    number: str = ""
    issuer: str = ""
    signed_by: str = ""
    on: date | None = None
    from_year: int | None = None


@dataclass
class Copying:
    """How the text of a source becomes the text of the new pack."""

    wanted: NewPack
    source: Pack
    prefix: tuple[str, str]
    names: re.Pattern[str]
    shift: int
    years: range
    known: dict[str, str] = field(default_factory=dict)

    def text_of(self, file: Path) -> str:
        text = self.without_notes(file.read_text(encoding="utf-8"))
        text = text.replace(f"{self.prefix[0]}-", f"{self.prefix[1]}-")
        text = self.shifted(text, file.name)
        if file.name == "pack.yaml":
            text = self.requisites(text)
        return self.marked(text)

    def without_notes(self, text: str) -> str:
        """Notes speak of misprints of the source; the new document has its own."""
        return NOTE.sub("", text)

    def shifted(self, text: str, file: str) -> str:
        """Years of the source's period become those of the new one; acts stay, to be settled.

        In tables of terms and targets the years before the period move along.
        """
        years = range(self.years.start - EARLIER, self.years.stop)
        if file == "pack.yaml":
            return text
        if file not in TIMED:
            usual, staged = (r"(?<![\d.\-])", self.years), (r"(?<!\d)", years)
            pieces = enumerate(STAGE.split(text))
            return "".join(
                self.moved(piece, *(staged if at % 2 else usual)) for at, piece in pieces
            )
        acts = [mark(act) for act in ACT.findall(text)]
        between = [self.moved(piece, r"(?<!\d)", years) for piece in ACT.split(text)]
        return "".join(chain.from_iterable(zip_longest(between, acts, fillvalue="")))

    def moved(self, text: str, before: str, years: range) -> str:
        if not self.shift:
            return text
        wanted = rf"{before}(?:{'|'.join(map(str, years))})(?!\d)"
        return re.sub(wanted, lambda year: str(int(year[0]) + self.shift), text)

    def requisites(self, text: str) -> str:
        """The head of pack.yaml: what the document says of itself."""
        text = replaced(text, self.passport(), 0)
        text = replaced(text, self.territory(), 2, within="territory")
        text = replaced(text, self.document(), 2, within="document")
        return replaced(text, self.period(), 2, within="period")

    def passport(self) -> Values:
        wanted = self.wanted
        return {
            "key": wanted.key,
            "title": quoted(wanted.title or mark("полное название системы")),
            "short_title": quoted(wanted.territory or mark("краткое название территории")),
            "version": '"1"',
        }

    def territory(self) -> Values:
        wanted, source = self.wanted, self.source.territory
        return {
            "title": quoted(wanted.territory or mark("название территории")),
            "region": quoted(wanted.region or source.region),
            "time_zone": wanted.time_zone or source.time_zone,
        }

    def document(self) -> Values:
        """The act is the new territory's own: nothing of the source's orders is carried over."""
        wanted = self.wanted
        gone = dict.fromkeys(("place", "control", "orders", "appendices", "amends"))
        return {
            "number": quoted(wanted.number or mark("номер документа")),
            "date": str(wanted.on or date(self.start.year, 1, 1)),
            "issuer": quoted(wanted.issuer or mark("кто издал")),
            "signed_by": quoted(wanted.signed_by or mark("должность подписавшего")),
            **gone,
        }

    def period(self) -> Values:
        end = self.source.period.end
        if end is None:
            return {"start": str(self.start), "printed": quoted(mark("на какой период"))}
        end = end.replace(year=end.year + self.shift)
        printed = f"на период с {self.start.year} по {end.year} год"
        return {"start": str(self.start), "end": str(end), "printed": quoted(printed)}

    @property
    def start(self) -> date:
        if self.wanted.from_year:
            return date(self.wanted.from_year, 1, 1)
        return self.source.period.start or self.source.document.date

    def marked(self, text: str) -> str:
        """Names of the source's places and people, each where a person must decide."""
        lines = [
            line if line.lstrip().startswith("#") else self.line(line) for line in text.split("\n")
        ]
        return "\n".join(lines)

    def line(self, line: str) -> str:
        for old, new in self.known.items():
            line = line.replace(old, new)
        line = PERSON.sub(mark("кто"), line)
        return self.names.sub(lambda found: mark(found[0]), line)


def mark(text: str) -> str:
    return f"⟨{text}⟩"


def quoted(text: str) -> str:
    """A text as YAML in double quotes, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def replaced(text: str, values: Values, indent: int, within: str = "") -> str:
    """Set keys of a block mapping, `None` takes one away; a key that is not there is added."""
    begin, end = block_of(text, within)
    block = text[begin:end]
    for key, value in values.items():
        old = re.compile(
            rf"^{' ' * indent}{key}:.*\n(?:{' ' * (indent + 1)}+.*\n| *\n)*", re.MULTILINE
        )
        line = "" if value is None else f"{' ' * indent}{key}: {value}\n"
        if old.search(block):
            block = old.sub(line.replace("\\", r"\\"), block, count=1)
        elif line and within:
            block += line
    return text[:begin] + block + text[end:]


def block_of(text: str, name: str) -> tuple[int, int]:
    """Where the mapping of a key stands, without its own line; all of the text for no name."""
    if not name:
        return 0, len(text)
    found = re.search(rf"^{name}:\n((?: +.*\n| *\n)*)", text, re.MULTILINE)
    return found.span(1) if found else (len(text), len(text))


def make_pack(wanted: NewPack) -> list[Problem]:
    """Write the new pack among the installation's own; what is left to settle, by file and line.

    Refused: a key that is taken or is no key; a name with marks of YAML; a source that has
    problems of its own.
    """
    refuse_key(wanted.key)
    refuse_name(wanted.territory)
    copying = copying_of(wanted)
    files = sorted(folder_of(wanted.source).glob("*.yaml"))
    made = {file.name: copying.text_of(file) for file in files}
    own_folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=own_folder(), prefix=".") as draft:
        for name, text in made.items():
            (Path(draft) / name).write_text(text, encoding="utf-8")
        shutil.copytree(draft, own_folder() / wanted.key)
    return check_pack(wanted.key)


def refuse_key(key: str) -> None:
    if not re.match(SLUG, key):
        raise RuleViolation(
            f"Ключ «{key}» не подходит: нужны латинские буквы, цифры и «-», первой — буква."
        )
    if key in pack_keys():
        raise RuleViolation(f"Положение «{key}» уже есть. Возьмите другой ключ.")


def refuse_name(territory: str) -> None:
    """The name goes into the midst of sentences, so it must be plain text there."""
    if re.search(r'[:#"\\⟨⟩]|[^\S ]', territory) or territory != territory.strip():
        raise RuleViolation(
            "Название территории — обычный текст: без двоеточий, решёток, прямых кавычек и"
            " переводов строки. Кавычки ставьте «ёлочками»."
        )


def copying_of(wanted: NewPack) -> Copying:
    if wanted.source == BASE:
        raise RuleViolation("«base» – общее для положений, а не положение.")
    content = load_pack(wanted.source)
    pack = content.of(Pack)
    first = pack.period.start.year if pack.period.start else pack.document.date.year
    last = pack.period.end.year if pack.period.end else first
    return Copying(
        wanted,
        pack,
        prefix=(prefix_of(content.of(Clauses).clauses[0].id), new_prefix(wanted.key)),
        names=names_of(pack, same_region=wanted.region in ("", pack.territory.region)),
        shift=wanted.from_year - first if wanted.from_year else 0,
        years=range(first - 1, last + 2),
        known={pack.territory.title: named(wanted.territory)} if wanted.territory else {},
    )


def named(territory: str) -> str:
    """The name inside sentences: one in «ёлочки» is not declined, any other is for a person."""
    return territory if "«" in territory else mark(territory)


def prefix_of(clause: str) -> str:
    return clause.split("-", 1)[0]


def new_prefix(key: str) -> str:
    """Three letters of the key that no other pack has taken for its clauses."""
    letters = re.sub("[^A-Z]", "", key.upper()).ljust(PREFIX, "X")
    taken = {
        prefix_of(load_pack(other).of(Clauses).clauses[0].id)
        for other in pack_keys()
        if other != BASE
    }
    found = (letters[:2] + letter for letter in (*letters[2:], *map(chr, range(65, 91))))
    return next((prefix for prefix in found if prefix not in taken), letters[:PREFIX])


def names_of(pack: Pack, *, same_region: bool) -> re.Pattern[str]:
    """Words of the source's places in any case: «Муйский» → «Муйского», «Муйском»."""
    phrases = [pack.territory.title, pack.short_title, pack.document.place or ""]
    if not same_region:
        phrases.append(pack.territory.region)
    stems = sorted({stem for phrase in phrases for stem in stems_of(phrase)}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})[а-яё]*")


def stems_of(phrase: str) -> Iterator[str]:
    for word in re.findall(r"[А-ЯЁ][а-яё]{2,}", phrase):
        if word.casefold() not in COMMON:
            yield word[:-1] if len(word) <= SHORT_WORD else word[: max(4, len(word) - 4)]
