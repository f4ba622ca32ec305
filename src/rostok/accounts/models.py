"""Users, the roles they hold, and the one-time codes they first sign in by."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit, System
from rostok.people.models import Person


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UserQuerySet(ScopedQuerySet):
    pass


class User(AbstractBaseUser, ScopedModel):
    """An account. The person behind it, when known, brings their name and their own rows.

    Its place is where the person works today, else `home` (see `refs.UserPlace`).
    """

    scope_owner = "person"

    username = models.CharField(
        _("имя для входа"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
    )
    email = models.EmailField(_("почта"), blank=True, db_index=True)
    email_refused_at = models.DateTimeField(null=True, editable=False)
    email_refusal = models.CharField(max_length=300, blank=True, editable=False)
    title = models.CharField(_("имя"), max_length=200, blank=True)
    norm = models.CharField(max_length=200, editable=False, db_index=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )
    home = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("может входить"), default=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Any] = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("пользователь")
        ordering = ["title", "username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.norm = norm(self.title or self.username)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    def get_full_name(self) -> str:
        return self.person.full_name if self.person else self.title or self.username

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Sessions end with a new password, and when the user signs out everywhere else."""
        return salted_hmac(
            "rostok.accounts.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class RoleQuerySet(ScopedQuerySet, DatedQuerySet):  # type: ignore[override]
    def unended_on(self, day: date) -> Self:
        """Roles held on the day or to be held later."""
        return self.filter(Q(end__isnull=True) | Q(end__gt=day))

    def unfounded(self) -> Self:
        """Roles that whoever gave them could not give any more."""
        return self.filter(unfounded_since__isnull=False)


class RoleHolding(Dated, ScopedModel):
    """A user holds a role at an org unit for a period; what the role may do stands in a pack.

    It rests on whoever gave it, or confirmed it last; without one, on the installation itself.
    `unfounded_since`: that person could not give it any more since that day (see `basis`).
    """

    scope_org = ("unit",)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("роль"), max_length=40)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="role_holdings")
    system = models.ForeignKey(
        System, on_delete=models.PROTECT, null=True, blank=True, related_name="role_holdings"
    )
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="roles_given"
    )
    unfounded_since = models.DateField(null=True, editable=False)

    objects: ClassVar[Any] = RoleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("роль пользователя")
        ordering = ["-start", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "unit", "system"],
                condition=Q(end__isnull=True, system__isnull=False),
                name="accounts_role_held_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(end__isnull=True, system__isnull=True),
                name="accounts_plain_role_held_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                condition=Q(unfounded_since__isnull=False),
                name="accounts_unfounded_roles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class OneTimeCodeQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        """Codes that still let somebody in."""
        return self.filter(used_at=None, expires_at__gt=clock.now(), user__is_active=True)


class OneTimeCode(models.Model):
    """A printed code that lets its user in once, to choose a password. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("одноразовый код")
        ordering = ["-id"]


class AskedLink(models.Model):
    """Somebody asked for a new password and the letter stayed here; the link itself is not kept."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="asked_link")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("ссылка для нового пароля, которая не ушла")

    def __str__(self) -> str:
        return str(self.user)


class SignIn(models.Model):
    """A browser somebody is signed in by; it lives as long as the session of its key."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(_("устройство"), max_length=80)
    shared = models.BooleanField(_("чужой компьютер"), default=False)
    began_at = models.DateTimeField(_("вход"), default=clock.now)
    seen_at = models.DateTimeField(_("был(а)"), default=clock.now)

    class Meta:
        verbose_name = _("вход на устройстве")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return self.device


class AccessReview(ScopedModel):
    """Somebody looked through who may what in a territory; `counts` is what they saw."""

    scope_org = ("unit",)

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="access_reviews")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("кто проверил"), max_length=200)
    at = models.DateTimeField(_("когда"), default=clock.now)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("проверка доступа")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.title}"
