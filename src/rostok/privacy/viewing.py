"""Who looked: noted by the pages and exports of upper packages, at the price of one look-up.

`note_card` when a card is opened, `note_list` when a page of a list shows closed data,
`note_export` when a file about people is taken. Nobody is told of their own looks.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import OperationalError, transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry
from rostok.people.models import Person
from rostok.privacy.models import BulkPart, BulkViewing, Viewing, ViewingKind

logger = logging.getLogger("rostok.privacy")
CHUNK = 4096  # people of a part; half a kilobyte of bits

Describe = Callable[[int], str]
posts: Registry[Describe] = Registry("viewer_posts", "Кем работает тот, кто смотрел")


def note_card(actor: Actor, person: Person, *, closed: bool = False) -> None:
    """The card of a person was opened, with closed data or without."""
    kinds = [ViewingKind.CARD, ViewingKind.CLOSED] if closed else [ViewingKind.CARD]
    note(actor, person, *kinds)


def note(actor: Actor, person: Person, *kinds: str) -> None:
    """Something about a person was opened: once a day for each kind.

    A database too busy to write it down does not keep people from their work: then the line stands
    in the log of the server.
    """
    if is_own(actor, person.pk):
        return
    day, user = clock.today(), actor.user_id or 0
    rows = Viewing.objects.filter(person=person, day=day, user_id=user)
    known = set(rows.values_list("kind", flat=True))
    fresh = [kind for kind in kinds if kind not in known]
    if fresh:
        who = signed(actor)
        made = [Viewing(person=person, kind=k, day=day, user_id=user, **who) for k in fresh]
        write(lambda: Viewing.objects.bulk_create(made, ignore_conflicts=True), actor, fresh)


def is_own(actor: Actor, person: int) -> bool:
    return actor.person_id == person


def signed(actor: Actor) -> dict[str, str]:
    """Name and post, and the organisation, as of today."""
    post = post_of(actor.person_id) if actor.person_id else ""
    return {
        "viewer": ", ".join(filter(None, (actor.title, post)))[:300],
        "place": actor.place[:300],
    }


def post_of(person: int) -> str:
    return next(filter(None, (describe(person) for describe in posts.values())), "")


def write(act: Callable[[], object], actor: Actor, what: object) -> None:
    try:
        with transaction.atomic():
            act()
    except OperationalError:
        logger.exception("Просмотр не записан, база занята: %s, %s", actor.title, what)


def note_export(actor: Actor, what: str, people: Iterable[int]) -> None:
    """A file about people was taken: one row, and who is in it as bits."""
    found = bits_of(people)
    if found:
        write(lambda: made_bulk(actor, ViewingKind.EXPORT, what, found), actor, what)


def note_list(actor: Actor, what: str, people: Iterable[int]) -> None:
    """A page of a list showed closed data of people: all pages of a day are one row."""
    found = bits_of(one for one in people if not is_own(actor, one))
    if not found:
        return
    rows = BulkViewing.objects.filter(
        user_id=actor.user_id or 0, day=clock.today(), kind=ViewingKind.LIST, what=what[:200]
    )
    known = dict(
        BulkPart.objects.filter(bulk__in=rows, chunk__in=found).values_list("chunk", "bits")
    )
    fresh = {
        chunk: bits | number_of(known.get(chunk, b""))
        for chunk, bits in found.items()
        if bits & ~number_of(known.get(chunk, b""))
    }
    if fresh:
        write(lambda: add_to_list(actor, rows.first(), what, fresh), actor, what)


def made_bulk(actor: Actor, kind: str, what: str, found: dict[int, int]) -> BulkViewing:
    bulk: BulkViewing = BulkViewing.objects.create(
        kind=kind,
        what=what[:200],
        day=clock.today(),
        user_id=actor.user_id or 0,
        people=size_of(found),
        **signed(actor),
    )
    keep_parts(bulk, found)
    return bulk


def add_to_list(
    actor: Actor, bulk: BulkViewing | None, what: str, fresh: dict[int, int]
) -> BulkViewing:
    if bulk is None:
        return made_bulk(actor, ViewingKind.LIST, what, fresh)
    BulkPart.objects.filter(bulk=bulk, chunk__in=fresh).delete()
    keep_parts(bulk, fresh)
    parts = dict(bulk.parts.values_list("chunk", "bits"))
    bulk.people = size_of({chunk: number_of(bits) for chunk, bits in parts.items()})
    bulk.save(update_fields=["people"])
    return bulk


def keep_parts(bulk: BulkViewing, found: dict[int, int]) -> None:
    BulkPart.objects.bulk_create(
        [BulkPart(bulk=bulk, chunk=chunk, bits=bytes_of(bits)) for chunk, bits in found.items()]
    )


def size_of(found: dict[int, int]) -> int:
    return sum(bits.bit_count() for bits in found.values())


def bits_of(people: Iterable[int]) -> dict[int, int]:
    """Numbers of people as one long number of bits for each chunk."""
    marks: dict[int, bytearray] = defaultdict(lambda: bytearray(CHUNK // 8))
    for person in people:
        chunk, place = divmod(person, CHUNK)
        marks[chunk][place >> 3] |= 1 << (place & 7)
    return {chunk: number_of(bits) for chunk, bits in marks.items()}


def number_of(bits: bytes | bytearray | memoryview) -> int:
    return int.from_bytes(bytes(bits), "little")


def bytes_of(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def holds(bits: bytes | memoryview, person: int) -> bool:
    """Whether a person is in a part."""
    return bool(number_of(bits) >> (person % CHUNK) & 1)
