"""What is done to packs: a version is accepted from a folder, once for each content."""

from django.db import transaction

from rostok.kernel.access import Actor, authorise_all
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.packs import journal, permissions
from rostok.packs.checking import check_pack
from rostok.packs.folders import BASE
from rostok.packs.loading import PackBroken, digest, dump, load_pack
from rostok.packs.models import PackVersion
from rostok.packs.pack import Pack


@transaction.atomic
def store_version(actor: Actor, *, key: str) -> PackVersion:
    """Accept the pack of a folder as it stands; the same content gives the version already there.

    Refused: a pack with problems; base, which is no regulation.
    """
    authorise_all(actor, permissions.ACTIVATE)
    version = version_in_folder(key)
    if version.pk is None:
        version.save()
        title = version.short_title
        record(actor, journal.VERSION_STORED, version, title=title, version=version.version)
    return version


def version_in_folder(key: str) -> PackVersion:
    """The folder as a version: the accepted one of the same content, else a draft, not saved.

    Refused: a pack with problems; base, which is no regulation.
    """
    refuse_broken(key)
    content = load_pack(key)
    known: PackVersion | None = PackVersion.objects.filter(key=key, digest=digest(content)).first()
    if known is not None:
        return known
    pack = content.of(Pack)
    return PackVersion(
        key=pack.key,
        title=pack.title,
        short_title=pack.short_title,
        level=pack.level,
        version=pack.version,
        digest=digest(content),
        content=dump(content),
    )


def refuse_broken(key: str) -> None:
    if key == BASE:
        raise RuleViolation("«base» – общее для положений, а не положение.")
    problems = check_pack(key)
    if problems:
        raise PackBroken(key, problems)
