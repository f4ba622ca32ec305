"""One person signs in as one user: what happens to accounts when two cards are made one.

The account chosen stays and takes over the roles of the other, which is closed for good: two names
to sign in would give one person two histories. Nobody settles this for themselves or for somebody
who may more, since whoever keeps the account could act with all its roles.
"""

from collections.abc import Iterator

from rostok.accounts import permissions
from rostok.accounts.models import RoleHolding, User
from rostok.accounts.services.codes import end_codes
from rostok.accounts.services.rules import refuse_self, refuse_those_above
from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.ui.formats import date_words
from rostok.people.merging import FIRST, SECOND, Merging, Option, Question, add_mover
from rostok.people.models import Person

ACCOUNT = "account"


def accounts_of(first: Person, second: Person) -> list[User]:
    """The accounts of the two, the first person's first."""
    users = User.objects.select_for_update(of=("self",)).filter(person__in=[first, second])
    return sorted(users, key=lambda user: user.person_id != first.pk)


def ask_account(first: Person, second: Person) -> Iterator[Question]:
    users = User.objects.filter(person__in=[first, second])
    both = sorted(users, key=lambda user: user.person_id != first.pk)
    if len(both) > 1:
        options = tuple(
            Option(value, account_words(user))
            for value, user in zip((FIRST, SECOND), both, strict=True)
        )
        hint = "Другая учётная запись закроется, её роли перейдут к этой."
        yield Question(ACCOUNT, "Учётная запись", options, hint=hint)


def account_words(user: User) -> str:
    seen = date_words(user.last_login) if user.last_login else "ещё не было"
    closed = "" if user.is_active else ", доступ закрыт"
    return f"{user.username}: последний вход — {seen}{closed}"


def move_accounts(merging: Merging) -> None:
    users = accounts_of(merging.survivor, merging.merged)
    refuse_self(merging.actor, users)
    refuse_those_above(merging.actor, users)
    if len(users) > 1:
        if not merging.actor.may(permissions.MANAGE):
            raise RuleViolation("У обеих карточек есть доступ: объединяет тот, кто ведёт доступ.")
        kept, closed = reversed(users) if merging.takes_second(ACCOUNT) else users
        hand_over(merging, closed, kept)
    theirs = User.objects.all()
    merging.point(theirs, "person", merging.merged, merging.survivor)


def hand_over(merging: Merging, closed: User, kept: User) -> None:
    """Roles of today and to come pass to the account that stays; past ones tell of the other."""
    end_codes([closed])
    User.objects.filter(pk=closed.pk).update(session_epoch=closed.session_epoch + 1)
    title = f"{closed} (прежняя учётная запись)"[:200]
    merging.set(closed, person=None, is_active=False, title=title, norm=title.casefold())
    held = RoleHolding.objects.filter(user=closed).unended_on(clock.today())
    same = set(roles_of(kept))
    passing = [row.pk for row in held if (row.role, row.unit_id, row.system_id) not in same]
    rows = RoleHolding.objects.filter(pk__in=passing)
    merging.point(rows, "user", closed, kept)


def roles_of(user: User) -> Iterator[tuple[str, int, int | None]]:
    held = RoleHolding.objects.filter(user=user).unended_on(clock.today())
    yield from held.values_list("role", "unit", "system")


add_mover(User, "person", move_accounts, ask_account)
