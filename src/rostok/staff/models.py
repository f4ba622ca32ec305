"""Who works where, as what and since when; what is known of their training and category."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.ids import uuid7
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person


class PostCategory(models.TextChoices):
    TEACHING = "teaching", _("педагогические работники")
    MANAGEMENT = "management", _("управленческие кадры")
    SUPPORT = "support", _("иные работники")


class Post(models.Model):
    """A post of the national list of 2022 (постановление Правительства РФ № 225)."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("должность"), max_length=200)
    norm = models.CharField(max_length=200, unique=True)
    category = models.CharField(_("категория"), max_length=10, choices=PostCategory.choices)
    aliases = models.JSONField(default=list)

    class Meta:
        verbose_name = _("должность")
        ordering = ["norm"]

    def __str__(self) -> str:
        return self.title


class TeachingSubject(models.Model):
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("предмет"), max_length=120)
    norm = models.CharField(max_length=120, unique=True)
    aliases = models.JSONField(default=list)

    class Meta:
        verbose_name = _("учебный предмет")
        ordering = ["norm"]

    def __str__(self) -> str:
        return self.title


class EmploymentKind(models.TextChoices):
    MAIN = "main", _("основное место работы")
    INTERNAL = "internal", _("внутреннее совместительство")
    EXTERNAL = "external", _("внешнее совместительство")
    CONTRACT = "contract", _("договор гражданско-правового характера")


class PeriodQuerySet(DatedQuerySet):
    def unended_on(self, day: date) -> Self:
        """Rows that hold on the day or begin after it."""
        return self.filter(Q(end__isnull=True) | Q(end__gt=day))


class StaffQuerySet(ScopedQuerySet, PeriodQuerySet):  # type: ignore[override] # stubs only
    def main(self) -> Self:
        return self.filter(kind=EmploymentKind.MAIN)


class Employment(Dated, ScopedModel):
    """A post held at an organisation. The main one decides where a person is counted."""

    scope_org = ("organisation",)
    scope_owner = "person"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="employments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="employments")
    kind = models.CharField(
        _("вид занятости"),
        max_length=10,
        choices=EmploymentKind.choices,
        default=EmploymentKind.MAIN,
    )
    rate = models.DecimalField(_("ставка"), max_digits=4, decimal_places=2, null=True, blank=True)
    subjects = models.ManyToManyField(
        TeachingSubject, blank=True, related_name="employments", verbose_name=_("предметы")
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = StaffQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("место работы")
        ordering = ["-start", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind=EmploymentKind.MAIN, end__isnull=True),
                name="staff_one_open_main_employment",
                violation_error_message=_("У человека уже есть основное место работы."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "start"], name="staff_by_organisation"),
            # Holds all that counting by organisation reads, so that the table is not touched.
            models.Index(
                fields=["kind", "organisation", "start", "end", "post", "person"],
                name="staff_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

    def get_absolute_url(self) -> str:
        return reverse("staff:person", args=[self.person_id])


class AbsenceKind(models.TextChoices):
    CHILD_CARE = "child_care", _("отпуск по уходу за ребёнком")
    LONG_LEAVE = "long_leave", _("длительный отпуск до одного года")
    SUSPENDED = "suspended", _("трудовой договор приостановлен")


class Absence(Dated, ScopedModel):
    """A long absence from work: no reminders, out of bases unless the pack says otherwise."""

    scope_org = ("employment__organisation",)
    scope_owner = "employment__person"

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(_("вид"), max_length=12, choices=AbsenceKind.choices)

    objects: ClassVar[Any] = StaffQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("длительное отсутствие")
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.employment.person}: {self.get_kind_display()}"


class EducationLevel(models.TextChoices):
    HIGHER_PEDAGOGICAL = "higher_ped", _("высшее педагогическое")
    HIGHER = "higher", _("высшее")
    SECONDARY_PEDAGOGICAL = "secondary_ped", _("среднее профессиональное педагогическое")
    SECONDARY = "secondary", _("среднее профессиональное")
    STUDENT = "student", _("студент педагогической программы")


class StaffCard(models.Model):
    """What stays with a person through all posts: education and the start of pedagogical work."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="staff_card"
    )
    education = models.CharField(
        _("образование"), max_length=14, choices=EducationLevel.choices, blank=True
    )
    pedagogical_since = models.DateField(_("педагогическая работа с"), null=True, blank=True)

    class Meta:
        verbose_name = _("карточка работника")
        indexes = [models.Index(fields=["pedagogical_since"], name="staff_pedagogical_since")]


class CategoryLevel(models.TextChoices):
    FIRST = "first", _("первая")
    HIGHEST = "highest", _("высшая")
    METHODIST = "methodist", _("педагог-методист")
    MENTOR = "mentor", _("педагог-наставник")


class QualificationCategory(Dated):
    """A category by attestation of staff; since 1 September 2023 without an end."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="categories", db_index=False
    )
    level = models.CharField(_("категория"), max_length=10, choices=CategoryLevel.choices)

    objects = PeriodQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("квалификационная категория")
        ordering = ["-start"]
        indexes = [
            models.Index(fields=["level", "start", "end"], name="staff_category_level"),
            # What a person holds on a day, found as quickly before the database has statistics.
            models.Index(fields=["person", "level", "start", "end"], name="staff_category_held"),
        ]

    def __str__(self) -> str:
        return self.get_level_display()


class Vacancy(Dated, ScopedModel):
    """A free post that an organisation looks to fill."""

    scope_org = ("organisation",)

    organisation = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="vacancies")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        TeachingSubject, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rate = models.DecimalField(_("ставка"), max_digits=4, decimal_places=2, default=1)

    objects: ClassVar[Any] = StaffQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("вакансия")
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("orgs:unit", args=[self.organisation_id])


class TransferState(models.TextChoices):
    ASKED = "asked", _("запрошен, ждёт согласия прежнего места работы")
    OFFERED = "offered", _("предложен, ждёт приёма на новое место")
    AGREED = "agreed", _("согласован")
    REFUSED = "refused", _("отклонён")
    WITHDRAWN = "withdrawn", _("отозван")


OPEN_TRANSFERS = (TransferState.ASKED, TransferState.OFFERED)


class TransferRequest(ScopedModel):
    """A person's main place of work on its way to another organisation: both sides must agree.

    `asked_as` is the name as the new organisation typed it: until the old one agrees, it sees no
    more. From `above_from` on the level above the deciding organisation is asked too.
    """

    scope_org = ("from_organisation", "to_organisation")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transfers")
    from_organisation = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("состояние"), max_length=10, choices=TransferState.choices, default=TransferState.ASKED
    )
    is_offer = models.BooleanField(default=False)
    asked_as = models.CharField(_("кто"), max_length=210)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    rate = models.DecimalField(_("ставка"), max_digits=4, decimal_places=2, null=True)
    start = models.DateField(_("на новом месте с"), null=True)
    last_day = models.DateField(_("последний день на прежнем месте"), null=True)
    note = models.CharField(_("пояснение"), max_length=500, blank=True)
    answer = models.CharField(_("ответ"), max_length=500, blank=True)
    asked_on = models.DateField(_("запрошен"))
    above_from = models.DateField()
    decided_on = models.DateField(_("решён"), null=True)

    class Meta:
        verbose_name = _("перевод")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=OPEN_TRANSFERS),
                name="staff_one_open_transfer",
            ),
        ]

    def __str__(self) -> str:
        return f"Перевод: {self.asked_as}"

    def get_absolute_url(self) -> str:
        return reverse("staff:transfer", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TRANSFERS

    @property
    def decides(self) -> OrgUnit:
        """The organisation whose word is waited for."""
        return self.to_organisation if self.is_offer else self.from_organisation

    @property
    def opened_by(self) -> OrgUnit:
        """The organisation that asked or offered."""
        return self.from_organisation if self.is_offer else self.to_organisation

    @property
    def is_disclosed(self) -> bool:
        """Whether both sides may know who it is and where they work now."""
        return self.is_offer or self.state == TransferState.AGREED
