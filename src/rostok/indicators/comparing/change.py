"""How a change of a number and its three terms are said, of years and of snapshots alike."""

from decimal import Decimal
from typing import Any

from rostok.indicators.comparing.splitting import Movement, Split, rounded_together
from rostok.indicators.models import state_words
from rostok.indicators.wording import change_words, target_words, value_words
from rostok.kernel.ui.formats import DASH

TERMS = ("entered", "left", "gained", "lost", "method_in", "method_out")
TERM_TITLES = {
    "entered": "Вошли",
    "left": "Выбыли",
    "gained": "Получили факт",
    "lost": "Утратили факт",
    "method_in": "Учтены по новой методике",
    "method_out": "Не учтены по новой методике",
}
NO_MEMBERS = (
    "Значение сообщили организации: люди за ним не записаны, поэтому оно не раскладывается."
)
OTHER_SOURCE = "Сменился источник значения, всё изменение отнесено к методике."
OTHER_KIND = "Сменился вид показателя, сравнивать значения нельзя."
NOT_ASKED = "Прежний день нельзя пересчитать по новой методике: всё изменение отнесено к ней."
FOR_THOSE_WITH_NAMES = "Из чего сложилось изменение, видят те, кому открыты имена."


class Change:
    """An earlier value and a later one, either of which may be missing, and the terms between."""

    earlier: Any
    later: Any
    split: Split | None

    @property
    def measured_in(self) -> str:
        raise NotImplementedError

    @property
    def better(self) -> str | None:
        raise NotImplementedError

    @property
    def unit_of_change(self) -> str:
        return "п. п." if self.measured_in == "percent" else ""

    @property
    def whole(self) -> Decimal | None:
        """The difference of two values; «да» and «нет» have none."""
        earlier, later = self.earlier, self.later
        if earlier is None or later is None or self.measured_in == "yes_no":
            return None
        if earlier.value is None or later.value is None:
            return None
        return Decimal(later.value - earlier.value)

    @property
    def whole_words(self) -> str:
        return DASH if self.whole is None else change_words(self.whole)

    @property
    def terms(self) -> list[str]:
        """The printed terms, people, facts and method: they add up to the printed change."""
        if self.split is None:
            return [DASH] * 3
        return [signed(term) for term in rounded_together(self.split.whole, self.split.terms)]

    @property
    def people_words(self) -> str:
        return self.terms[0]

    @property
    def facts_words(self) -> str:
        return self.terms[1]

    @property
    def method_words(self) -> str:
        return self.terms[2]

    @property
    def moved(self) -> Movement:
        return self.split.moved if self.split else Movement()

    def words(self, value: Any) -> str:
        return value_words(value.value, self.measured_in) if value else DASH

    @property
    def earlier_words(self) -> str:
        return self.words(self.earlier)

    @property
    def later_words(self) -> str:
        return self.words(self.later)

    @property
    def target_words(self) -> str:
        return target_words(
            self.later.target if self.later else None, self.measured_in, self.better
        )

    @property
    def state_words(self) -> str:
        return state_words(self.later.state) if self.later else ""

    @property
    def counts(self) -> dict[str, int]:
        return {term: len(getattr(self.moved, term)) for term in TERMS}


def signed(change: Decimal) -> str:
    words = change_words(change)
    return "0" if words == "без изменений" else words
