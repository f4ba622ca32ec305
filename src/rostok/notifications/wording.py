"""A notice in words: on the page, in the letter, as a text for a messenger."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.notices import NoticeKind, kinds
from rostok.kernel.refs import links
from rostok.kernel.ui.formats import term_words
from rostok.notifications.models import NO_ROW, Notice

GONE = "записи больше нет, или она вам не видна"
NAME = "Росток"


@dataclass(frozen=True)
class Shown:
    """A notice as its reader may see it today; without an address nothing of the row is told."""

    notice: Notice
    kind: NoticeKind | None
    address: str
    today: date

    @property
    def sentence(self) -> str:
        if self.kind is None:
            return self.notice.kind
        if self.notice.ref_kind == NO_ROW:
            return f"{self.notice.title}: {self.notice.params['number']}"
        if not self.address:
            return f"{self.kind.title}: {GONE}"
        words = defaultdict(lambda: "…", {**self.notice.params, "title": self.notice.title})
        return self.kind.sentence.format_map(words)

    @property
    def outside(self) -> str:
        """What may leave the site: a discreet kind tells nothing but its name."""
        known = self.kind is not None and self.kind.discreet and self.address
        return self.kind.title if self.kind is not None and known else self.sentence

    @property
    def term(self) -> str:
        """«срок 5 марта 2026 г., через 3 дня»."""
        return term_words(self.notice.due, self.today) if self.notice.due else ""

    @property
    def is_late(self) -> bool:
        return self.notice.due is not None and self.notice.due < self.today

    def text(self, site: str) -> str:
        """A short text for a messenger, with an address that opens on a phone."""
        lines = [f"{NAME}. {self.outside}", self.term.capitalize(), f"{site}{self.address}"]
        return "\n".join(line for line in lines if line and line != site)


def shown(actor: Actor, notices: Sequence[Notice]) -> list[Shown]:
    """The notices with what the actor may see of their rows now, a query for each kind of row."""
    addresses = links(actor, (notice.ref for notice in notices))
    today = clock.today()
    return [
        Shown(
            one,
            kinds.find(one.kind),
            addresses.get((one.ref_kind, one.ref_id), "") or one.params.get("url", ""),
            today,
        )
        for one in notices
    ]
