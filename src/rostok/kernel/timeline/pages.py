"""«Журнал»: what happened within the reach of the actor, filtered, exported."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from rostok.kernel.export import FORMATS, file_response
from rostok.kernel.journal import kinds
from rostok.kernel.pages import Page
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.timeline.reading import BEYOND, Wanted, entries_for
from rostok.kernel.timeline.wording import Line, by_days, kinds_by_group, lines_of

EXPORTED = 50_000
CHUNK = 1000
HEADER = [_("Когда"), _("Кто"), _("Что произошло"), _("О ком и о чём"), _("Раздел")]
LONGEST_WORDS = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


class JournalForm(forms.Form):
    since = forms.DateField(label=_("С"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("По"), required=False, widget=forms.DateInput)
    who = forms.CharField(label=_("Кто"), required=False, max_length=LONGEST_WORDS)
    kind = forms.ChoiceField(label=_("Что произошло"), required=False)
    text = forms.CharField(
        label=_("Слова"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("Имя, организация или слово из записи"),
    )
    about = forms.RegexField(r"^[a-z_]+:\d{1,18}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("всё")), *kinds_by_group()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", str(_("Последний день раньше первого.")))
        return data

    @property
    def wanted(self) -> Wanted:
        """What the readable fields ask for; a field with an error asks for nothing."""
        if not self.is_bound:
            return Wanted()
        self.is_valid()
        data = self.cleaned_data
        kind, about = data.get("kind", ""), data.get("about", "")
        name, _colon, number = about.partition(":")
        return Wanted(
            since=likely(data.get("since")),
            until=likely(data.get("until")),
            who=data.get("who", "").strip(),
            kinds=kinds_named(kind),
            text=data.get("text", "").strip(),
            about=(name, int(number)) if about else None,
        )


def likely(day: date | None) -> date | None:
    """A day of a century that no journal has is no limit."""
    return day if day and FIRST_YEAR < day.year < LAST_YEAR else None


def kinds_named(choice: str) -> tuple[str, ...]:
    """One kind, or all of a group by its label with a full stop; nothing means all."""
    is_group = choice.endswith(".")
    return tuple(one for one in kinds if one == choice or (is_group and one.startswith(choice)))


class JournalPage(Page):
    """Who did what and when, on the actor's territory."""

    permission = VIEW_JOURNAL
    template_name = "kernel/timeline/journal.html"
    heading = _("Журнал")
    lead = _("Кто, когда и что изменил на вашей территории")

    @cached_property
    def form(self) -> JournalForm:
        return JournalForm(self.request.GET or None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export")
        if wanted in FORMATS:
            return file_response([str(title) for title in HEADER], self.rows(), "Журнал", wanted)
        found = entries_for(self.actor, self.form.wanted, before=entry_number(request, "before"))
        return self.answer(
            filter={"form": self.form},
            days=by_days(lines_of(self.actor, found.entries)),
            older=self.address_with(before=str(found.older)) if found.older else "",
            newest=self.address_with() if "before" in request.GET else "",
            looked_back_to=found.looked_back_to,
            about=self.form.wanted.about,
            whole=self.address_with(about=""),
            exports=[(title, self.address_with(export=key)) for key, title in FORMATS.items()],
            exported=EXPORTED,
        )

    def address_with(self, **params: str) -> str:
        query = self.request.GET.copy()
        query.pop("before", None)
        query.pop("export", None)
        for name, value in params.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def rows(self) -> Iterator[list[Any]]:
        """All that is filtered, newest first, read in parts; the end says what is left out."""
        before, left = None, EXPORTED
        while left > 0:
            size = min(CHUNK, left)
            found = entries_for(self.actor, self.form.wanted, before=before, size=size)
            yield from (cells(line) for line in lines_of(self.actor, found.entries))
            left, before = left - len(found.entries), found.older
            if before is None:
                return
        yield [
            None,
            None,
            f"Здесь последние {EXPORTED} записей. Остальные: сузьте период.",
            None,
            None,
        ]


def cells(line: Line) -> list[Any]:
    titles = [one.title for one in line.about] + ([f"и ещё {line.more}"] if line.more else [])
    return [line.at.replace(tzinfo=None), line.who, line.sentence, "; ".join(titles), line.group]


def entry_number(request: HttpRequest, name: str) -> int | None:
    """The entry below which a page begins; what is no number begins at the newest."""
    value = request.GET.get(name, "")
    return min(int(value), BEYOND) if value.isascii() and value.isdigit() else None
