"""Forms of handing over and of reorganisation: where to, since when, by what document, who goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.forms import VersionedForm
from rostok.orgs.models import OrgKind, OrgUnit
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.orgs.services import NewUnit, Part

GROUND = _("Чей документ, дата и номер: «постановление администрации от 15.06.2026 № 112».")


class MoveForm(VersionedForm):
    field_order = ("parent", "on", "ground")

    parent = forms.ModelChoiceField(label=_("Кому передаётся"), queryset=OrgUnit.objects.none())
    on = forms.DateField(label=_("С какого дня"), help_text=_("Первый день на новом месте."))
    ground = forms.CharField(label=_("Основание"), max_length=280, help_text=GROUND)

    def __init__(self, *args: Any, parents: OrgUnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["parent"]
        choice.queryset = parents


class ActForm(VersionedForm):
    """What every act of reorganisation asks."""

    day = forms.DateField(
        label=_("С какого дня"),
        help_text=_("Первый день после реорганизации; прежняя работает по день перед ним."),
    )
    ground = forms.CharField(label=_("Основание"), max_length=280, help_text=GROUND)


class SiblingField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic when run
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.code})"


class JoinForm(ActForm):
    field_order = ("into", "code", "day", "ground")

    into = SiblingField(
        label=_("К кому присоединяется"), queryset=OrgUnit.objects.none(), required=False
    )
    code = forms.CharField(
        label=_("Или код"),
        max_length=40,
        required=False,
        help_text=_("Если организации нет в списке: она на другой территории."),
    )

    def __init__(
        self, *args: Any, siblings: OrgUnitQuerySet, within: OrgUnitQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        choice: Any = self.fields["into"]
        choice.empty_label = _("— выберите —")
        fields: Any = self.fields
        for name in ("into", "code"):
            fields[name].one_of = True  # neither is optional: one of the two is needed
        choice.queryset = siblings

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        code = found.pop("code", "").strip()
        if code and not found.get("into"):
            found["into"] = self.within.filter(code=code).first()
            if found["into"] is None:
                self.add_error("code", _("Среди организаций, которые вы ведёте, такой нет."))
        elif not found.get("into"):
            self.add_error("into", _("Выберите организацию."))
        return found


def new_fields(prefix: str, words: Any) -> dict[str, forms.Field]:
    """The names, the code and the kind of a new organisation."""
    return {
        f"{prefix}title": forms.CharField(label=_("%s: полное название") % words, max_length=500),
        f"{prefix}short_title": forms.CharField(
            label=_("%s: краткое название") % words, max_length=200
        ),
        f"{prefix}code": forms.CharField(label=_("%s: код") % words, max_length=40),
        f"{prefix}org_kind": forms.ChoiceField(label=_("%s: вид") % words, choices=OrgKind.choices),
    }


class BeginningForm(ActForm):
    """An act that begins new organisations, each with fields under a prefix."""

    news: tuple[tuple[str, Any], ...] = (("new_", _("Новая организация")),)

    def __init__(self, *args: Any, unit: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.own_fields()
        for prefix, words in self.news:
            self.fields.update(new_fields(prefix, words))
            self.fields[f"{prefix}org_kind"].initial = unit.org_kind
        self.fields.update(own)
        self.order_fields([name for name in self.fields if name not in {"day", "ground"}])

    def own_fields(self) -> dict[str, forms.Field]:
        return {}

    def new_unit(self, prefix: str) -> NewUnit:
        values = {
            name: self.cleaned_data[prefix + name]
            for name in ("code", "title", "short_title", "org_kind")
        }
        return NewUnit(kind="organisation", **values)


class MergeForm(BeginningForm):
    others = forms.ModelMultipleChoiceField(
        label=_("С кем сливается"),
        queryset=OrgUnit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, siblings: OrgUnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["others"]
        choice.queryset = siblings


class PeopleForm(BeginningForm):
    """An act that some of the people go by."""

    going = _("Кто переходит в новую организацию")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        self.roster = people
        super().__init__(*args, **kwargs)

    def own_fields(self) -> dict[str, forms.Field]:
        field = forms.TypedMultipleChoiceField(
            label=self.going,
            choices=self.roster,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        return {"people": field}


class SeparateForm(PeopleForm):
    def part(self) -> Part:
        return Part(self.new_unit("new_"), frozenset(self.cleaned_data["people"]))


class SplitForm(PeopleForm):
    news = (("first_", _("Первая")), ("second_", _("Вторая")))
    going = _("Кто переходит во вторую организацию; остальные и всё прочее — в первую")

    def parts(self) -> list[Part]:
        people = frozenset(self.cleaned_data["people"])
        return [Part(self.new_unit("first_")), Part(self.new_unit("second_"), people)]
