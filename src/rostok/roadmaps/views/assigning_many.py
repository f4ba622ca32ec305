"""Several rows of a roadmap given to one person or to a unit below: choose, look, confirm."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.ids import sent_key, sent_keys
from rostok.kernel.pages import ContentPage, Crumbs, Text
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import count_words
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.roadmaps import permissions, services
from rostok.roadmaps.cascade import units_to_name
from rostok.roadmaps.fitting import Unfit, unfit_for_person, unfit_for_unit
from rostok.roadmaps.forms import DoerForm, FindDoerForm
from rostok.roadmaps.lists import Told, told
from rostok.roadmaps.models import Action, Occurrence
from rostok.roadmaps.people import named, nearest_at, people_within, told_apart
from rostok.roadmaps.views.accepting import FORMS
from rostok.roadmaps.views.roadmap import RowsPage

MOST = 200
MOST_OFFERED = 20
PERSON, UNIT, NOBODY = "p", "u", "none"
CHECK = "check"


class AssignManyPage(RowsPage, ContentPage):
    """All steps stand in the address, so that it works by plain forms and can be gone back to."""

    permission = permissions.WORK
    heading = _("Назначить исполнителя")

    @property
    def template_name(self) -> str:  # type: ignore[override]
        return "roadmaps/assign_check.html" if self.is_chosen else "roadmaps/assign_many.html"

    def given(self, name: str) -> str:
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    @cached_property
    def asked(self) -> list[int]:
        return sent_keys(self.request.GET.getlist("ids") + self.request.POST.getlist("ids"))

    @cached_property
    def found(self) -> list[Occurrence]:
        """What was ticked and is open; nothing ticked: all that is open under the filters."""
        rows = self.get_queryset().filter(pk__in=self.asked) if self.asked else self.filterset().qs
        return list(rows.filter(pk__in=self.open_to_work().values("pk"))[: MOST + 1])

    @property
    def rows(self) -> list[Occurrence]:
        return self.found[:MOST]

    @cached_property
    def actions(self) -> list[Action]:
        return list({row.action_id: row.action for row in self.rows}.values())

    @property
    def root(self) -> OrgUnit:
        root: OrgUnit = self.roadmap.system.root
        return root

    @cached_property
    def people(self) -> Any:
        return people_within(self.root, self.today).order_by("norm", "pk")

    @cached_property
    def units(self) -> Any:
        """Those below to which the actor may hand something down."""
        if not self.may(permissions.MANAGE):
            return OrgUnit.objects.none()
        return units_to_name(self.root, self.today)

    @property
    def name(self) -> str:
        return self.request.GET.get("name", "").strip()

    @cached_property
    def doer(self) -> Person | OrgUnit | None:
        """Whom the address names; those out of reach do not exist."""
        kind, key = self.given("doer")[:1], sent_key(self.given("doer")[1:])
        rows = {PERSON: self.people, UNIT: self.units}.get(kind)
        if rows is None or key is None:
            return None
        found: Person | OrgUnit | None = rows.filter(pk=key).first()
        return found

    @property
    def is_chosen(self) -> bool:
        named_somebody = self.doer is not None or self.given("doer") == NOBODY
        return self.given("step") == CHECK and named_somebody and bool(self.rows)

    @cached_property
    def unfit(self) -> list[Unfit]:
        if isinstance(self.doer, OrgUnit):
            return unfit_for_unit(self.doer, self.root, self.actions)
        return unfit_for_person(self.doer, self.rows)

    def people_found(self) -> Any:
        if self.name:
            return named(self.people, self.name)
        return nearest_at(self.people, self.root.pk, self.roadmap.pk, self.today)

    def units_found(self) -> Any:
        return self.units.named_like(norm(self.name)) if self.name else self.units

    @cached_property
    def offered(self) -> tuple[list[Person], list[OrgUnit]]:
        """People and units, one more of each than is shown."""
        few = slice(MOST_OFFERED + 1)
        return list(self.people_found()[few]), list(self.units_found()[few])

    def choices(self) -> list[Any]:
        people, units = self.offered[0][:MOST_OFFERED], self.offered[1][:MOST_OFFERED]
        shown: list[Any] = [(f"{PERSON}{pk}", name) for pk, name in told_apart(people, self.today)]
        below = [(f"{UNIT}{one.pk}", str(one)) for one in units]
        groups = [(_("Люди"), shown), (_("Организации и территории"), below)]
        return [*(group for group in groups if group[1]), (NOBODY, _("никто: снять исполнителя"))]

    def form(self) -> DoerForm:
        data = self.request.GET if self.given("step") == CHECK else None
        return DoerForm(data, choices=self.choices())

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Дорожная карта"), self.back)]

    @property
    def back(self) -> str:
        key = self.roadmap.system.key
        return f"{reverse('roadmaps:roadmap', args=[key])}?{urlencode(self.kept_params())}"

    def address_of(self, rows: list[Occurrence], **params: str) -> str:
        ids = [("ids", str(row.pk)) for row in rows]
        return f"?{urlencode([*self.kept_params(), *ids, *params.items()])}"

    def without_unfit(self) -> str:
        """The same question without the rows that stand in the way; none left, no address."""
        out = {one.row for one in self.unfit}
        rest = [row for row in self.rows if row not in out and row.action not in out]
        if not rest:
            return ""
        return self.address_of(rest, doer=self.given("doer"), step=CHECK)

    def get_lead(self) -> Text:
        if not self.rows:
            return ""
        rows = count_words(len(self.rows), FORMS)
        return f"{self.said_of_doer()}: {rows}." if self.is_chosen else f"Выбрано: {rows}."

    def said_of_doer(self) -> str:
        if isinstance(self.doer, OrgUnit):
            return f"Передаётся «{self.doer}»"
        return f"Исполнителем будет {self.doer.full_name}" if self.doer else "Исполнитель снимается"

    def shown(self) -> list[Told]:
        return [told(row, self.today) for row in self.rows]

    def context(self) -> dict[str, Any]:
        context = {
            **super().context(),
            "rows": self.shown(),
            "kept": self.kept_params(),
            "back": self.back,
            "most": MOST,
            "more": len(self.found) > MOST,
            "gone": max(len(self.asked) - len(self.rows), 0),
        }
        return {**context, **(self.of_check() if self.is_chosen else self.of_choice())}

    def of_choice(self) -> dict[str, Any]:
        finding = FindDoerForm(initial={"name": self.name})
        return {
            "form": self.form(),
            "finding": finding,
            "asked": self.name,
            "nobody": not any(self.offered),
            "too_many": any(len(rows) > MOST_OFFERED for rows in self.offered),
            "may_hand": self.may(permissions.MANAGE),
        }

    def of_check(self) -> dict[str, Any]:
        return {
            "doer": self.given("doer"),
            "is_unit": isinstance(self.doer, OrgUnit),
            "number": len(self.actions if isinstance(self.doer, OrgUnit) else self.rows),
            "unfit": self.unfit,
            "without_unfit": self.without_unfit() if self.unfit else "",
            "again": self.address_of(self.rows),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_chosen:
            return self.answer(status=422)
        try:
            message = self.act()
        except RuleViolation as refusal:
            return self.answer(status=422, refusal=refusal.message)
        messages.success(request, message)
        return HttpResponseRedirect(self.back)

    def act(self) -> str:
        if isinstance(self.doer, OrgUnit):
            made = services.hand_down_many(
                self.actor, actions=self.actions, above=self.root, unit=self.doer
            )
            return f"Передано «{self.doer}»: {count_words(len(made), FORMS)}."
        changed = services.assign_many(self.actor, occurrences=self.rows, person=self.doer)
        done = "Назначено" if self.doer else "Исполнитель снят"
        same = len(self.rows) - len(changed)
        rest = f" У остальных ({same}) так и было." if same else ""
        return f"{done}: {count_words(len(changed), FORMS)}.{rest}"
