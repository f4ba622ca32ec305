"""What the pages of a snapshot share."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, ObjectPage, visible_or_404
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot, SnapshotFigure, SnapshotPlace


@dataclass(frozen=True)
class Tab:
    title: Any
    url: str
    current: bool
    count: str = ""


class OneSnapshotPage(ObjectPage):
    """A page about a snapshot at one of its places, which `unit` in the address names."""

    permission = permissions.VIEW
    model = Snapshot

    @cached_property
    def snapshot(self) -> Snapshot:
        rows = Snapshot.objects.select_related("unit", "system__root", "pack_version", "maker")
        found: Snapshot = visible_or_404(self.actor, self.permission, rows, pk=self.kwargs["pk"])
        return found

    @property
    def object(self) -> Any:
        """Not through `get_queryset`, which on a list is of its rows."""
        return self.snapshot

    @cached_property
    def place(self) -> SnapshotPlace:
        asked = self.request.GET.get("unit", "") or str(self.snapshot.unit_id)
        found = self.snapshot.places.filter(unit=int(asked)).first() if asked.isdecimal() else None
        if found is None:
            raise Http404
        return found

    @cached_property
    def figure(self) -> SnapshotFigure:
        """The indicator named in the address, else the first."""
        code = self.kwargs.get("code") or self.request.GET.get("code", "")
        figures = self.snapshot.figures.all()
        found = figures.filter(code=code).first() if code else figures.first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def sees_names(self) -> bool:
        """Whether the people of the place are shown by name."""
        return holds(self.actor, permissions.VIEW_MEMBERS, self.place.unit)

    def address(self, name: str, *args: Any, **params: Any) -> str:
        kept = {key: value for key, value in params.items() if value not in ("", None)}
        query = f"?{urlencode(kept)}" if kept else ""
        return reverse(f"snapshots:{name}", args=[self.snapshot.pk, *args]) + query

    def get_crumbs(self) -> Crumbs:
        system = self.snapshot.system
        return [
            (str(system), system.get_absolute_url()),
            (_("Срезы"), reverse("snapshots:list", args=[system.key])),
        ]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "snapshot": self.snapshot, "place": self.place}


class InsidePage(OneSnapshotPage):
    """A page below the snapshot's own."""

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (str(self.snapshot), self.snapshot.get_absolute_url())]
