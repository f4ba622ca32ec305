"""Consents and disputes as the coordinator keeps them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.files import FileDownloadPage
from rostok.kernel.pages import (
    Crumbs,
    DetailPage,
    FormPage,
    ListPage,
    ObjectPage,
    PageAction,
    Text,
)
from rostok.orgs.models import WORKPLACES, OrgUnit
from rostok.people.models import Person
from rostok.privacy import permissions, queries, services
from rostok.privacy.about import part_title
from rostok.privacy.forms import (
    BlockForm,
    ChoosePlaceForm,
    OutcomeForm,
    RecordConsentForm,
    RecordListForm,
    WithdrawalForm,
)
from rostok.privacy.lists import ConsentFilter, ConsentTable, consent_columns, within
from rostok.privacy.models import Block, Consent
from rostok.privacy.purposes import title_of
from rostok.privacy.viewing import note_export

MOST_SIGNERS = 300


def list_crumbs() -> list[tuple[Text, str]]:
    return [(_("Согласия"), reverse("privacy:consents"))]


def places_kept(actor: Any) -> Any:
    """Organisations and territories where the actor keeps consents."""
    units: Any = OrgUnit.objects.filter(closed_on=None)
    return units.visible_to(actor, permissions.KEEP).order_by("sort_key", "pk")


def governing_links(actor: Any) -> list[PageAction]:
    if not actor.may(permissions.GOVERN):
        return []
    return [
        PageAction(_("Тексты согласий"), reverse("privacy:texts")),
        PageAction(_("Сроки и обезличивание"), reverse("privacy:erasures")),
    ]


class ConsentListPage(ListPage):
    permission = permissions.KEEP
    heading = _("Согласия")
    lead = _("Каждая цель — отдельное согласие. Откройте человека, чтобы записать или отозвать.")
    table_class = ConsentTable
    export_name = "Согласия"

    def get_queryset(self) -> Any:
        return queries.people_for_list(self.actor)

    def get_table_options(self) -> dict[str, Any]:
        return {"extra_columns": consent_columns()}

    def filterset(self) -> ConsentFilter:
        return ConsentFilter(
            self.request.GET,
            queryset=self.get_queryset(),
            request=self.request,
            places=places_kept(self.actor),
        )

    def exported(self, rows: Any) -> None:
        note_export(self.actor, str(self.export_name), rows.order_by().values_list("pk", flat=True))

    def get_actions(self) -> list[PageAction]:
        chosen = {
            name: value
            for name, key in (("unit", "within"), ("purpose", "purpose"))
            if (value := self.request.GET.get(key, ""))
        }
        query = f"?{urlencode(chosen)}" if chosen else ""
        return [
            PageAction(_("Записать по списку"), reverse("privacy:record_list") + query),
            PageAction(_("Обращения"), reverse("privacy:requests")),
            *governing_links(self.actor),
        ]


class RecordListPage(FormPage):
    """One list, one organisation, one purpose: first which, then who signed."""

    permission = permissions.KEEP
    template_name = "privacy/record_list.html"
    form_class = RecordListForm
    heading = _("Записать согласия по списку")
    submit_title = _("Записать согласия")

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    @cached_property
    def choice(self) -> ChoosePlaceForm:
        places = places_kept(self.actor).filter(kind__in=WORKPLACES)
        given = {name: self.request.GET.get(name, "") for name in ("unit", "purpose")}
        if all(given.values()):
            return ChoosePlaceForm(given, units=places)
        return ChoosePlaceForm(initial=given, units=places)

    @cached_property
    def chosen(self) -> tuple[OrgUnit, str] | None:
        if not self.choice.is_bound or not self.choice.is_valid():
            return None
        return self.choice.cleaned_data["unit"], self.choice.cleaned_data["purpose"]

    def signers(self) -> Any:
        """Those of the organisation whose consent to the purpose does not stand."""
        if self.chosen is None:
            return Person.objects.none()
        unit, purpose = self.chosen
        people = within(Person.objects.filter(merged_into=None), unit)
        return people.exclude(queries.with_consent(purpose)).order_by("norm", "pk")

    def get_lead(self) -> Text:
        if self.chosen is None:
            return "Выберите организацию и цель, потом отметьте подписавших."
        unit, purpose = self.chosen
        return f"{unit}. {title_of(purpose)}."

    def form_options(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"given_on": clock.today()}
        if self.ticks_all:
            initial["people"] = self.signers()
        return {"people": self.signers(), "initial": initial}

    @property
    def ticks_all(self) -> bool:
        """A list that nearly everybody signed is ticked at once, then corrected."""
        return self.request.GET.get("all") == "1"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "choice": self.choice,
            "chosen": self.chosen,
            "ticks_all": self.ticks_all,
            "tick_url": self.tick_url(),
            "nobody": self.chosen is not None and not self.signers().exists(),
        }

    def tick_url(self) -> str:
        """The same page with everybody ticked, or with nobody."""
        unit, purpose = self.chosen or (None, "")
        query = {"unit": unit.pk if unit else "", "purpose": purpose}
        return f"?{urlencode(query if self.ticks_all else {**query, 'all': '1'})}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.chosen is None:
            return self.show(self.form(), status=422)
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> int:
        unit, purpose = self.chosen or (None, "")
        given = form.cleaned_data
        count = services.record_list(
            self.actor,
            unit=unit,  # type: ignore[arg-type] # `post` has refused nothing chosen
            people=list(given["people"]),
            purpose=purpose,
            given_on=given["given_on"],
            scan=given["scan"],
            scan_name=given["scan"].name,
        )
        messages.success(self.request, f"Записано согласий: {count}.")
        return count

    def success_url(self, _done: Any) -> str:
        unit, purpose = self.chosen or (None, "")
        query = urlencode({"within": unit.pk if unit else "", "purpose": purpose})
        return f"{reverse('privacy:consents')}?{query}"


class PersonPage(DetailPage):
    """A person's decisions, requests and disputes."""

    permission = permissions.KEEP
    model = Person
    template_name = "privacy/person.html"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_actions(self) -> list[PageAction]:
        return [
            PageAction(title, reverse(f"privacy:{name}", args=[self.object.pk]))
            for title, name in (
                (_("Записать согласие"), "record_consent"),
                (_("Записать обращение"), "record_request"),
                (_("Отметить спорное"), "block"),
            )
        ]

    def context(self) -> dict[str, Any]:
        blocks = list(Block.objects.filter(person=self.object))
        return {
            **super().context(),
            "asked": queries.asked_of(self.object),
            "consents": [(title_of(one.purpose), one) for one in queries.consents_of(self.object)],
            "requests": queries.requests_for_list(self.actor).filter(person=self.object),
            "blocks": [(part_title(one.part), one) for one in blocks if not one.lifted_at],
            "settled": [(part_title(one.part), one) for one in blocks if one.lifted_at],
            "liftable": {one.pk for one in blocks if services.may_lift(self.actor, one)},
        }


class OfPersonPage(ObjectPage, FormPage):
    """A form about one person's data."""

    permission = permissions.KEEP
    model = Person

    def get_lead(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Crumbs:
        url = reverse("privacy:person", args=[self.object.pk])
        return [*list_crumbs(), (str(self.object), url)]

    def success_url(self, _done: Any) -> str:
        return reverse("privacy:person", args=[self.object.pk])


class RecordConsentPage(OfPersonPage):
    heading = _("Записать согласие")
    form_class = RecordConsentForm
    submit_title = _("Записать")
    done_message = _("Согласие записано.")

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": clock.today(), "purpose": self.request.GET.get("purpose", "")}

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        return services.record_consent(
            self.actor, person=self.object, scan_name=given["scan"].name, **given
        )


class BlockPage(OfPersonPage):
    heading = _("Отметить спорное")
    lead = _("Эту часть перестанут выгружать и менять, пока спор не решит другой человек.")
    form_class = BlockForm
    submit_title = _("Отметить")
    done_message = _("Отмечено: оспаривается.")

    def save(self, form: Any) -> Any:
        return services.block_part(self.actor, person=self.object, **form.cleaned_data)


class OfRowPage(ObjectPage, FormPage):
    """A form about a row of one person."""

    permission = permissions.KEEP

    def get_lead(self) -> Text:
        return str(self.object.person)

    def get_crumbs(self) -> Crumbs:
        url = reverse("privacy:person", args=[self.object.person_id])
        return [*list_crumbs(), (str(self.object.person), url)]

    def success_url(self, _done: Any) -> str:
        return reverse("privacy:person", args=[self.object.person_id])


class RecordWithdrawalPage(OfRowPage):
    model = Consent
    heading = _("Записать отзыв согласия")
    form_class = WithdrawalForm
    submit_title = _("Записать отзыв")
    done_message = _("Отзыв записан.")

    def get_lead(self) -> Text:
        return f"{self.object.person}. {title_of(self.object.purpose)}"

    def get_initial(self) -> dict[str, Any]:
        return {"withdrawn_on": clock.today()}

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        return services.record_withdrawal(
            self.actor, consent=self.object, scan_name=given["scan"].name, **given
        )


class LiftBlockPage(OfRowPage):
    model = Block
    heading = _("Спор решён")
    form_class = OutcomeForm
    submit_title = _("Снять блокировку")
    done_message = _("Блокировка снята.")

    def get_lead(self) -> Text:
        return f"{self.object.person}. Оспаривается: {part_title(self.object.part)}"

    def save(self, form: Any) -> Any:
        return services.lift_block(self.actor, block=self.object, **form.cleaned_data)


class ScanPage(FileDownloadPage):
    permission = permissions.KEEP
    model = Consent
    file_field = "scan"


class WithdrawalScanPage(FileDownloadPage):
    permission = permissions.KEEP
    model = Consent
    file_field = "withdrawal_scan"
