"""Home by role, and the lists behind its numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions as indicator_permissions
from rostok.indicators.queries import home_figures
from rostok.kernel.access import STRANGER
from rostok.kernel.export import CHUNK, FORMATS, file_response
from rostok.kernel.pages import PAGE_SIZE, PUBLIC, SIGNED_IN, ContentPage, Crumbs, Page, Text
from rostok.kernel.todo import TodoRow
from rostok.kernel.ui.formats import term_words
from rostok.orgs.queries import systems_for_list
from rostok.web.home import figure_note, list_url, next_steps, sections_of, text_of
from rostok.web.todo import TITLES, Found, Joined, When, found_for

WHAT_IT_IS = _(
    "Открытая система научно-методического сопровождения педагогических работников и"
    " управленческих кадров региона, муниципалитета и школы."
)


class HomePage(ContentPage):
    """«Сегодня»: what waits for me, for whom I wait, my figures. A stranger reads what this is."""

    permission = PUBLIC
    template_name = "web/home.html"

    def get_heading(self) -> Text:
        return "Росток" if self.actor is STRANGER else "Сегодня"

    def get_lead(self) -> Text:
        return WHAT_IT_IS if self.actor is STRANGER else ""

    def context(self) -> dict[str, Any]:
        if self.actor is STRANGER:
            return {**super().context(), "stranger": True}
        site = f"{self.request.scheme}://{self.request.get_host()}"
        mine = found_for(self.actor, for_others=False)
        others = found_for(self.actor, for_others=True)
        number = sum(one.total for one in mine)
        return {
            **super().context(),
            "sections": sections_of(mine, site),
            "number": number,
            "others": sections_of(others, site),
            "others_number": sum(one.total for one in others),
            "others_url": list_url(whose="others"),
            "list_url": reverse("web:todo"),
            "steps": next_steps(self.actor) if not number else [],
            "figures": [(one, figure_note(one)) for one in home_figures(self.actor)],
            "systems": systems_for_list(self.actor)[:6],
            "may_indicators": self.actor.may(indicator_permissions.VIEW),
        }


HEADER = ["Дело", "О чём", "Срок", "Состояние", "Ждёт с", "Кого ждём", "Телефон", "Страница"]


def cells_of(found: Found, row: TodoRow, absolute: Callable[[str], str]) -> list[Any]:
    """A row of the list as a row of a file."""
    said = [row.note, row.since, row.waits_for, row.phone]
    return [found.source.title, row.title, row.due, *said, absolute(row.url)]


@dataclass(frozen=True)
class Tab:
    title: Text
    url: str
    current: bool
    count: str


class TodoPage(Page):
    """All that waits: of the actor or of others, by term and by kind, page by page."""

    permission = SIGNED_IN
    template_name = "web/todo.html"

    @cached_property
    def of_others(self) -> bool:
        return self.request.GET.get("whose") == "others"

    @cached_property
    def when(self) -> When | None:
        asked = self.request.GET.get("when", "")
        return When(asked) if asked in TITLES else None

    @cached_property
    def every(self) -> list[Found]:
        """A kind that is named is looked for on both sides, so its address is enough."""
        name = self.request.GET.get("source", "")
        if not name:
            return found_for(self.actor, for_others=self.of_others)
        both = (found_for(self.actor, for_others=side) for side in (False, True))
        return [one for side in both for one in side if one.source.key == name]

    @property
    def source(self) -> Found | None:
        return self.every[0] if self.request.GET.get("source") and self.every else None

    def get_heading(self) -> Text:
        if self.source is not None:
            return self.source.source.title
        return _("Жду от других") if self.of_others else _("Дела")

    def get_crumbs(self) -> Crumbs:
        return [(_("Сегодня"), reverse("web:home"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export")
        if wanted in FORMATS:
            return file_response(HEADER, self.exported(), str(self.get_heading()), wanted)
        return self.answer()

    def exported(self) -> Iterator[list[Any]]:
        """All rows of all pages, read in parts."""
        joined = Joined(self.every, self.when)
        for start in range(0, len(joined), CHUNK):
            for found, rows in joined.slices(start, start + CHUNK):
                yield from (cells_of(found, row, self.request.build_absolute_uri) for row in rows)

    @property
    def kept(self) -> dict[str, str]:
        return {
            name: self.request.GET[name] for name in ("source", "whose") if name in self.request.GET
        }

    def exports(self) -> list[tuple[str, str]]:
        chosen = {**self.kept, **({"when": self.when} if self.when else {})}
        return [(title, list_url(**chosen, export=key)) for key, title in FORMATS.items()]

    def tabs(self) -> list[Tab]:
        kept = self.kept
        counts = {when: sum(one.counts[when] for one in self.every) for when in When}
        everything = Tab(_("Все"), list_url(**kept), self.when is None, str(sum(counts.values())))
        return [
            everything,
            *(
                Tab(TITLES[when], list_url(**kept, when=when), self.when == when, str(number))
                for when, number in counts.items()
                if number or self.when == when
            ),
        ]

    def context(self) -> dict[str, Any]:
        joined = Joined(self.every, self.when)
        page = Paginator(joined, PAGE_SIZE).get_page(self.request.GET.get("page"))
        start = page.start_index() - 1 if joined else 0
        parts = list(joined.slices(start, page.end_index()))
        for_others = any(found.source.for_others for found, _rows in parts)
        return {
            **super().context(),
            "tabs": self.tabs(),
            "page_obj": page,
            "groups": [
                (found.source, [(row, self.term_of(found, row)) for row in rows])
                for found, rows in parts
            ],
            "exports": self.exports(),
            "for_others": for_others,
            "text": self.text(parts) if for_others else "",
        }

    def term_of(self, found: Found, row: Any) -> tuple[str, bool]:
        """The term in words, and whether it has passed."""
        return (term_words(row.due, found.today), row.due < found.today) if row.due else ("", False)

    def text(self, parts: list[tuple[Found, Any]]) -> str:
        """What is waited for on this page, to copy into a messenger."""
        site = f"{self.request.scheme}://{self.request.get_host()}"
        return "\n\n".join(
            text_of(found, rows, found.counts[self.when] if self.when else found.total, site)
            for found, rows in parts
        )
