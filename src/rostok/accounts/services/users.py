"""Accounts: opened for workers, made by invitation, closed, and their passwords."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from rostok.accounts import journal, permissions
from rostok.accounts.asked import forget_asked
from rostok.accounts.models import RoleHolding, SignIn, User
from rostok.accounts.names import free_names
from rostok.accounts.services.basis import mark_bases
from rostok.accounts.services.codes import CHUNK, IssuedCode, end_codes, make_codes
from rostok.accounts.services.holdings import grant_role
from rostok.accounts.services.last import refuse_last_administrators
from rostok.accounts.services.rules import authorise_over, locked, refuse_another
from rostok.accounts.services.sign_ins import forget_devices
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit, System
from rostok.people.models import Person


@transaction.atomic
def open_accounts(
    actor: Actor, *, people: Sequence[Person], home: OrgUnit | None = None
) -> list[IssuedCode]:
    """Make accounts with codes for those of the people who have none; teachers need no role.

    `home` is where the accounts stay if the people work nowhere any more.
    Refused: a person outside the actor's reach; two coordinators opening the same names at once.
    """
    authorise_people(actor, people)
    if home is not None:
        authorise(actor, permissions.MANAGE, home)
    have = set(User.objects.filter(person__in=people).values_list("person", flat=True))
    newcomers = [
        person for person in {one.pk: one for one in people}.values() if person.pk not in have
    ]
    if not newcomers:
        return []
    users = created_users(newcomers, home)
    record(actor, journal.ACCOUNTS_OPENED, *users, count=len(users))
    return make_codes(users)


def authorise_people(actor: Actor, people: Sequence[Person]) -> None:
    wanted = {person.pk for person in people}
    reached = Person.objects.filter(pk__in=wanted).visible_to(actor, permissions.MANAGE)
    if reached.count() != len(wanted):
        raise Forbidden("Доступ этих людей ведут в другой организации.")


def created_users(people: Sequence[Person], home: OrgUnit | None) -> list[User]:
    users = [
        User(
            username=name,
            norm=norm(name),
            person=person,
            home=home,
            password=make_password(None),
            must_change_password=True,
        )
        for person, name in zip(people, free_names(people), strict=True)
    ]
    try:
        with transaction.atomic():
            made: list[User] = User.objects.bulk_create(users, batch_size=CHUNK)
    except IntegrityError as error:
        raise RuleViolation(
            "Доступ этим людям открывает ещё кто-то прямо сейчас. Повторите через минуту."
        ) from error
    return made


@transaction.atomic
def invite_user(
    actor: Actor,
    *,
    username: str,
    title: str,
    email: str,
    role: str,
    unit: OrgUnit,
    system: System | None = None,
    last_day: date | None = None,
) -> tuple[User, IssuedCode]:
    """Make a user with a first role and a code; they belong to the role's unit.

    Refused: a unit outside the actor's reach; a name or an address that is taken; a role that the
    actor may not give.
    """
    authorise(actor, permissions.MANAGE, unit)
    user = User(
        username=username.strip().lower(),
        title=title.strip(),
        email=email.strip().lower(),
        home=unit,
        password=make_password(None),
        must_change_password=True,
    )
    refuse_taken(user)
    user.save()
    record(actor, journal.INVITED, user, username=user.username)
    grant_role(actor, user=user, role=role, unit=unit, system=system, last_day=last_day)
    return user, make_codes([user])[0]


def refuse_taken(user: User) -> None:
    """Refused: a name that breaks the form of names or is taken; a taken e-mail."""
    try:
        user.clean_fields(exclude=["password", "home", "person"])
    except ValidationError as error:
        fields = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        raise RuleViolation(" ".join(fields.values()), fields) from error
    if User.objects.filter(username=user.username).exists():
        taken = f"Имя «{user.username}» занято: добавьте цифру или отчество."
        raise RuleViolation(taken, {"username": taken})
    if user.email and User.objects.filter(email=user.email).exists():
        taken = "С этой почтой уже есть пользователь."
        raise RuleViolation(taken, {"email": taken})


@transaction.atomic
def close_access(actor: Actor, *, user: User) -> User:
    """The user can no longer sign in and is out at once; their roles and history stay.

    Roles that they gave are marked as resting on nobody.

    Refused: outside the actor's reach; with more rights than the actor; oneself; closed already;
    the last administrator of a system.
    """
    [user] = locked([user])
    authorise_over(actor, [user])
    if not user.is_active:
        raise RuleViolation(f"{user}: доступ уже закрыт.")
    held = RoleHolding.objects.filter(user=user).unended_on(clock.today())
    refuse_last_administrators(actor, list(held), None)
    user.is_active = False
    user.session_epoch += 1
    user.save()
    end_codes([user])
    forget_devices(SignIn.objects.filter(user=user))
    record(actor, journal.CLOSED, user)
    mark_bases(actor, through=user)
    return user


@transaction.atomic
def reopen_access(actor: Actor, *, user: User) -> User:
    """The user may sign in again, by the password they had or a new code.

    Refused: as for closing; open already.
    """
    [user] = locked([user])
    authorise_over(actor, [user])
    if user.is_active:
        raise RuleViolation(f"{user}: доступ и так открыт.")
    user.is_active = True
    user.save()
    record(actor, journal.REOPENED, user)
    mark_bases(actor, through=user)
    return user


@transaction.atomic
def choose_password(actor: Actor, *, user: User, password: str) -> User:
    """The user's own new password. Codes not yet used die.

    Refused: for another; the password they have now.
    """
    [user] = locked([user])
    refuse_another(actor, user)
    if user.check_password(password):
        same = "Это ваш прежний пароль: придумайте другой."
        raise RuleViolation(same, {"password": same})
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save()
    end_codes([user])
    forget_asked(user)
    record(actor, journal.PASSWORD_CHOSEN, user)
    return user
