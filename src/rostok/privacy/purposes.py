"""Purposes of consents as the shared folder of packs has them now."""

from rostok.packs.queries import shared_content
from rostok.privacy.pack import Consents, Purpose, Retention, Term

PROCESSING, PUBLICATION, DIAGNOSTICS, MENTORING = (
    "processing",
    "publication",
    "diagnostics",
    "mentoring",
)


def purposes() -> dict[str, Purpose]:
    """By code, in the order of the file."""
    return shared_content().of(Consents).purposes


def title_of(purpose: str) -> str:
    """A purpose that is no longer in the folder is called by its code."""
    known = purposes().get(purpose)
    return known.title if known else purpose


def purpose_choices() -> list[tuple[str, str]]:
    return [(code, purpose.title) for code, purpose in purposes().items()]


def terms() -> dict[str, Term]:
    """Terms of keeping by the kind of record."""
    return shared_content().of(Retention).terms
