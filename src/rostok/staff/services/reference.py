from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from rostok.kernel.access import Actor, authorise_all
from rostok.kernel.journal import record
from rostok.staff import journal, permissions
from rostok.staff.models import Post, TeachingSubject
from rostok.staff.reference import posts_of_the_list, subjects_of_the_list


@transaction.atomic
def load_reference(actor: Actor) -> None:
    """Bring the lists of posts and subjects to those shipped; a second call changes nothing.

    Refused: an actor without the right to keep these lists.
    """
    authorise_all(actor, permissions.REFERENCE)
    posts = bring_to(Post, posts_of_the_list(), ("title", "norm", "category", "aliases"))
    subjects = bring_to(TeachingSubject, subjects_of_the_list(), ("title", "norm", "aliases"))
    if posts or subjects:
        record(actor, journal.REFERENCE_LOADED, posts=posts, subjects=subjects)


def bring_to(model: type[Any], wanted: Iterable[models.Model], fields: tuple[str, ...]) -> int:
    """Upsert by `code`; how many rows are new or changed. Rows outside the list stay."""
    known = {row.code: row for row in model.objects.all()}
    moved: list[Any] = [
        row for row in wanted if differs(row, known.get(getattr(row, "code", "")), fields)
    ]
    model.objects.bulk_create(
        moved, update_conflicts=True, unique_fields=["code"], update_fields=list(fields)
    )
    return len(moved)


def differs(row: Any, existing: Any, fields: tuple[str, ...]) -> bool:
    return existing is None or any(getattr(row, name) != getattr(existing, name) for name in fields)
