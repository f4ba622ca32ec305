"""The shape of pack.yaml: the document that puts a regulation in force, its limits and labels."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal
from zoneinfo import available_timezones

from rostok.packs.fields import Act, ClauseRef, Noted, Slug, Spanned, Text

LimitValue = bool | int | list[str]


class Territory(Noted):
    title: Text
    region: Text
    time_zone: str

    def flaws(self) -> Iterator[tuple[str, str]]:
        if self.time_zone not in available_timezones():
            yield "time_zone", f"нет часового пояса «{self.time_zone}»"


class Order(Noted):
    """A point of the ordering part."""

    number: Text
    text: Text


class Appendix(Noted):
    number: Text | None = None
    title: Text


class AmendedAct(Noted):
    kind: Text
    number: Text
    date: dt.date
    title: Text


class LegalDocument(Noted):
    """The document that puts the regulation in force, as it names itself."""

    kind: Text
    title: Text
    number: Text | None = None
    date: dt.date
    issuer: Text
    place: Text | None = None
    signed_by: Text
    control: Text | None = None
    orders: list[Order] = []
    appendices: list[Appendix] = []
    amends: AmendedAct | None = None

    def flaws(self) -> Iterator[tuple[str, str]]:
        if self.amends and self.amends.date > self.date:
            yield "amends", "изменяемый документ датирован позже самого документа"


class DocumentPeriod(Spanned):
    printed: Text


class Condition(Noted):
    title: Text
    text: Text
    clause: ClauseRef | None = None


class Pack(Noted):
    key: Slug
    title: Text
    short_title: Text
    level: Literal["region", "municipality"]
    version: Text
    extends: Literal["base"] | None = None
    territory: Territory
    document: LegalDocument
    period: DocumentPeriod
    legal_basis: list[Act] = []
    conditions: list[Condition] = []
    limits: dict[Slug, LimitValue] = {}
    labels: dict[Slug, Text] = {}


class BasePack(Noted):
    """What packs share: limits with common values, words a territory may call its own way."""

    key: Literal["base"]
    title: Text
    short_title: Text
    version: Text
    limits: dict[Slug, LimitValue]
    limit_titles: dict[Slug, Text] = {}
    labels: dict[Slug, Text] = {}
