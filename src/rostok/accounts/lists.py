"""The list of users and the list of roles."""

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import role_titles
from rostok.accounts.review import BY_KEY, FINDINGS, titles_of_roles
from rostok.kernel import clock
from rostok.kernel.access import within_units
from rostok.kernel.text import norm
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.orgs.queries import territories_for_filter, units_for_list


class UserTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Имя"), accessor="get_full_name", order_by=("name", "pk"), linkify=True
    )
    username = tables.Column(verbose_name=_("Имя для входа"))
    roles = tables.Column(verbose_name=_("Роли"), accessor="held_today", orderable=False)
    last_login = tables.Column(verbose_name=_("Последний вход"), default=_("ещё не было"))
    access = tables.Column(verbose_name=_("Доступ"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Пользователей пока нет")

    @cached_property
    def titles(self) -> Callable[[RoleHolding], str]:
        return role_titles()

    def render_roles(self, value: list[RoleHolding]) -> str:
        return "; ".join(f"{self.titles(row)}, {row.unit}" for row in value) or "—"

    value_roles = render_roles

    def render_last_login(self, value: Any) -> str:
        return date_words(value)

    value_last_login = render_last_login

    def render_access(self, record: Any) -> str:
        if not record.is_active:
            return str(_("закрыт"))
        if record.has_code:
            return str(_("ждёт входа по коду"))
        return str(_("открыт") if record.last_login else _("ещё нет кода"))

    value_access = render_access


ACCESS = (("open", _("открыт")), ("closed", _("закрыт")), ("never", _("ещё не входили")))


class YesNo(forms.NullBooleanSelect):
    """A filter that is not set shows everything."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("все")), ("true", _("да")), ("false", _("нет"))]


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Имя"), method="by_name")
    access = filters.ChoiceFilter(
        label=_("Доступ"), choices=ACCESS, empty_label=_("любой"), method="by_access"
    )
    with_role = filters.BooleanFilter(label=_("Есть роль"), method="by_role", widget=YesNo)
    unit = filters.CharFilter(label=_("Организация или территория"), method="by_unit")

    class Meta:
        model = User
        fields: list[str] = []

    def by_name(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        wanted = norm(value)
        return rows.filter(
            Q(norm__contains=wanted)
            | Q(person__norm__contains=wanted)
            | Q(username__startswith=wanted)
        )

    def by_unit(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those who belong to units of such a name or code, or below them."""
        named = units_for_list(self.request.actor).named_like(norm(value)).order_by()
        below = OrgClosure.objects.filter(ancestor__in=named.values("pk")).values("descendant")
        return rows.filter(within_units(User, below))

    def by_access(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        if value == "never":
            return rows.filter(is_active=True, last_login=None)
        return rows.filter(is_active=value == "open")

    def by_role(self, rows: QuerySet[User], _name: str, value: bool) -> QuerySet[User]:
        held = RoleHolding.objects.active_on(clock.today()).values("user")
        return rows.filter(pk__in=held) if value else rows.exclude(pk__in=held)


def card_of(record: Any) -> str | None:
    """The holder's page; somebody of elsewhere has none that the reader may open."""
    return str(record.user.get_absolute_url()) if record.is_here else None


def prolonging_of(record: RoleHolding) -> str | None:
    return reverse("accounts:prolong_role", args=[record.pk]) if record.end else None


class HoldingTable(tables.Table):
    user = tables.Column(verbose_name=_("Кто"), orderable=False, linkify=card_of)
    role = tables.Column(verbose_name=_("Роль"))
    unit = tables.Column(verbose_name=_("Где"), order_by=("unit__sort_key", "pk"))
    system = tables.Column(verbose_name=_("Система"), default="—", orderable=False)
    start = tables.Column(verbose_name=_("С"))
    last_day = tables.Column(verbose_name=_("Последний день"), order_by=("end",), default="—")
    given_by = tables.Column(verbose_name=_("Кто дал"), empty_values=(), orderable=False)
    last_login = tables.Column(
        verbose_name=_("Последний вход"),
        accessor="user__last_login",
        order_by=("user__last_login", "pk"),
        default=_("ещё не было"),
    )
    end_it = tables.Column(
        verbose_name=_("Действие"),
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
        linkify=("accounts:end_role", {"pk": tables.A("pk")}),
    )
    prolong_it = tables.Column(
        verbose_name=_("Срок"),
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
        linkify=prolonging_of,
    )

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Ролей пока никому не дали")

    @cached_property
    def titles(self) -> Callable[[RoleHolding], str]:
        return role_titles()

    def render_role(self, record: RoleHolding) -> str:
        return self.titles(record)

    value_role = render_role

    def render_start(self, value: Any) -> str:
        return date_words(value)

    render_last_day = render_start
    render_last_login = render_start

    def render_given_by(self, record: RoleHolding) -> str:
        if record.unfounded_since is not None:
            return str(_("%(giver)s (больше не может)")) % {"giver": record.given_by}
        return str(record.given_by or _("установка"))

    value_given_by = render_given_by

    def render_end_it(self) -> str:
        return str(_("Завершить"))

    def render_prolong_it(self, record: RoleHolding) -> str:
        return str(_("Продлить")) if record.end else "—"


def territories(request: Any) -> Any:
    return territories_for_filter(request.actor)


class UnfoundedTable(HoldingTable):
    """Roles to confirm or to end; a box for each that the reader may decide on."""

    chosen = tables.Column(
        verbose_name=_("Отметить"), empty_values=(), orderable=False, exclude_from_export=True
    )
    unfounded_since = tables.Column(
        verbose_name=_("Без основания с"), order_by=("unfounded_since", "pk")
    )

    class Meta(HoldingTable.Meta):
        empty_text = _("Таких ролей нет")
        exclude = ("system", "start", "last_login", "prolong_it", "end_it")
        sequence = ("user", "role", "unit", "given_by", "unfounded_since", "last_day", "chosen")

    def __init__(self, *args: Any, decidable: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decidable = decidable

    render_unfounded_since = HoldingTable.render_start

    def render_given_by(self, record: RoleHolding) -> str:
        return str(record.given_by)

    value_given_by = render_given_by

    def render_chosen(self, record: RoleHolding) -> str:
        if record.pk not in self.decidable:
            return str(_("решает тот, кто стоит выше"))
        return format_html(
            '<input type="checkbox" name="ids" value="{}" form="deciding" aria-label="{} {}">',
            record.pk,
            _("Отметить:"),
            f"{record.user}, {self.titles(record)}",
        )


class HoldingFilter(filters.FilterSet):
    """The counts of the review are counts of this list."""

    q = filters.CharFilter(label=_("Имя"), method="by_name")
    role = filters.ChoiceFilter(label=_("Роль"), empty_label=_("любая"))
    unit = filters.ModelChoiceFilter(
        label=_("Территория"), queryset=territories, empty_label=_("вся"), method="by_unit"
    )
    finding = filters.ChoiceFilter(
        label=_("Что проверить"),
        choices=[(finding.key, finding.title) for finding in FINDINGS],
        empty_label=_("все роли"),
        method="by_finding",
    )

    class Meta:
        model = RoleHolding
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["role"].extra["choices"] = sorted(
            titles_of_roles().items(), key=lambda role: role[1]
        )
        if self.data and self.data.get("unit"):
            self.filters["unit"].queryset = units_for_list(self.request.actor)

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        wanted = norm(value)
        return rows.filter(Q(user__norm__contains=wanted) | Q(user__person__norm__contains=wanted))

    def by_unit(self, rows: QuerySet[Any], _name: str, value: OrgUnit) -> QuerySet[Any]:
        return rows.filter(unit__in=OrgUnit.objects.below(value).values("pk"))

    def by_finding(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(BY_KEY[value].condition())


class UnfoundedFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Кто держит роль"), method="by_name")
    giver = filters.ModelChoiceFilter(
        label=_("Кто дал"),
        queryset=User.objects.none(),
        empty_label=_("все"),
        field_name="given_by",
    )

    class Meta:
        model = RoleHolding
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        givers = User.objects.filter(roles_given__in=self.queryset.order_by())
        self.filters["giver"].queryset = givers.select_related("person").distinct()

    by_name = HoldingFilter.by_name


class OrganisationTable(tables.Table):
    short_title = tables.Column(verbose_name=_("Организация"), order_by=("sort_key", "pk"))
    parent = tables.Column(verbose_name=_("Входит в"), orderable=False)
    keepers = tables.Column(verbose_name=_("Координаторов"))
    head = tables.Column(
        verbose_name=_("Руководитель"), empty_values=(), accessor="pk", orderable=False
    )

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Под условия отбора ничего не подходит")

    def __init__(self, *args: Any, heads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heads = heads

    def render_head(self, record: OrgUnit) -> str:
        head = self.heads.get(record.pk)
        return str(head) if head else str(_("нет в списке работников"))

    value_head = render_head


class OrganisationFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Название"), method="by_name")
    unit = filters.ModelChoiceFilter(
        label=_("Территория"), queryset=territories, empty_label=_("вся"), method="by_unit"
    )
    kept = filters.BooleanFilter(label=_("Есть координатор"), method="by_keepers", widget=YesNo)

    class Meta:
        model = OrgUnit
        fields: list[str] = []

    def by_name(self, rows: Any, _name: str, value: str) -> Any:
        return rows.named_like(norm(value))

    def by_unit(self, rows: QuerySet[Any], _name: str, value: OrgUnit) -> QuerySet[Any]:
        return rows.filter(pk__in=OrgUnit.objects.below(value).values("pk"))

    def by_keepers(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(keepers__gt=0) if value else rows.filter(keepers=0)
