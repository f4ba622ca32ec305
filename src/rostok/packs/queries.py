"""Reads of packs. Regulations are public, so nothing here depends on who asks."""

from functools import lru_cache

from django.http import Http404

from rostok.packs.comparing import Difference, differences
from rostok.packs.content import PackContent
from rostok.packs.folders import BASE, Stamp, pack_keys, stamp_of
from rostok.packs.loading import load_pack
from rostok.packs.models import PackVersion, PackVersionQuerySet


def latest_version(key: str) -> PackVersion | None:
    """The newest accepted version of a pack."""
    return PackVersion.objects.filter(key=key).order_by("-id").first()


def latest_version_or_404(key: str) -> PackVersion:
    version = latest_version(key)
    if version is None:
        raise Http404(f"Нет положения «{key}»")
    return version


def accepted_packs() -> PackVersionQuerySet:
    """The newest version of every pack, without its content."""
    return PackVersion.objects.defer("content").newest_by_key()


def shared_content() -> PackContent:
    """What packs share: limits, roles, codes, names of measures, as the folder has it now."""
    return content_of_base(stamp_of(BASE))


@lru_cache(maxsize=1)
def content_of_base(_stamp: Stamp) -> PackContent:
    """Read again only when a file of the folder has changed."""
    return load_pack(BASE)


def changes_between(old: PackVersion, new: PackVersion) -> list[Difference]:
    """What differs, piece by piece, in the order of sections."""
    return differences(old.content, new.content)


def known_packs() -> list[str]:
    """Keys of the regulations in the folder of packs."""
    return [key for key in pack_keys() if key != BASE]
