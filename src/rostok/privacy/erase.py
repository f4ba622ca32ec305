"""What becomes of the rows of this package and of those below it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from rostok.accounts.models import AskedLink, OneTimeCode, RoleHolding, SignIn, User
from rostok.kernel import clock
from rostok.kernel.text import norm
from rostok.people.models import DistinctPair, Person, PersonMerge, PersonSensitive
from rostok.privacy.erasing import Erasure, add_eraser, alias_of, removed, stays, unsign
from rostok.privacy.models import (
    Block,
    Consent,
    DataRequest,
    ErasureItem,
    Medium,
    OwnExport,
    RequestKind,
    Viewing,
)


def close_account(erasure: Erasure) -> None:
    """The account stays as a row that roles of the past hang on; nobody signs in by it again."""
    user = User.objects.filter(person=erasure.person).first()
    if user is None:
        return
    erasure.about.append(user)
    title = f"Обезличено {erasure.alias}"
    OneTimeCode.objects.filter(user=user).delete()
    SignIn.objects.filter(user=user).delete()
    AskedLink.objects.filter(user=user).delete()
    user.username, user.email, user.title = f"gone-{user.pk}", "", title
    user.is_active, user.session_epoch = False, user.session_epoch + 1
    user.norm = norm(title)
    user.set_unusable_password()
    user.save()
    unsign(user.pk, title)
    Viewing.objects.filter(user_id=user.pk).update(viewer=title)


def roles_held(person: Person) -> Iterator[str]:
    held = RoleHolding.objects.unended_on(clock.today()).filter(user__person=person)
    if held.exists():
        yield "есть роль в системе: сначала отзовите её"


def retired_cards(erasure: Erasure) -> None:
    """Cards merged into this one bear the same name."""
    for card in Person.objects.filter(merged_into=erasure.person):
        erasure.about.append(card)
        card.last_name, card.first_name = "Обезличено", alias_of(card)
        card.patronymic = card.gender = ""
        card.save()


def merges(erasure: Erasure) -> None:
    both = Q(survivor=erasure.person) | Q(merged=erasure.person)
    PersonMerge.objects.filter(both).update(steps=[])


def requests(erasure: Erasure) -> None:
    """That it was asked and answered stays; what was written does not."""
    rows = DataRequest.objects.filter(person=erasure.person)
    erasure.about.extend(rows)
    rows.filter(medium=Medium.SITE).update(recorded_by=f"Обезличено {erasure.alias}")
    rows.update(text="", answer="", extension="", scan=None, answer_file=None)


def requests_open(person: Person) -> Iterator[str]:
    """A request to be deleted is answered by this very act."""
    rows: Any = DataRequest.objects.open().filter(person=person)
    if rows.exclude(kind=RequestKind.DELETION).exists():
        yield "есть обращение без ответа"


def disputes_open(person: Person) -> Iterator[str]:
    if Block.objects.filter(person=person, lifted_at=None).exists():
        yield "часть записи оспаривается"


add_eraser(User, "person", close_account, roles_held)
add_eraser(Person, "merged_into", retired_cards)
add_eraser(PersonSensitive, "person", removed(PersonSensitive, "person"))
add_eraser(PersonMerge, "survivor", merges)
add_eraser(PersonMerge, "merged", stays)
add_eraser(DistinctPair, "first", removed(DistinctPair, "first"))
add_eraser(DistinctPair, "second", removed(DistinctPair, "second"))
add_eraser(Consent, "person", removed(Consent, "person"))
add_eraser(DataRequest, "person", requests, requests_open)
add_eraser(Block, "person", removed(Block, "person"), disputes_open)
add_eraser(OwnExport, "person", removed(OwnExport, "person"))
add_eraser(Viewing, "person", removed(Viewing, "person"))
add_eraser(ErasureItem, "person", stays)
