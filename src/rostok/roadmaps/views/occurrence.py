"""One term of an action: what proves it, who does it, what can be done now."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.files import FileDownloadPage
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import DetailPage, PageAction, Text
from rostok.kernel.refs import Ref, links
from rostok.roadmaps import permissions
from rostok.roadmaps.accepting import nobody_else_accepts
from rostok.roadmaps.lists import Told, told
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, OccurrenceState, Proof, ProofKind
from rostok.roadmaps.proving import opening
from rostok.roadmaps.services.doing import is_own, is_sent_by
from rostok.roadmaps.views.base import OccurrencePage
from rostok.roadmaps.views.cancelling import cancelling_actions
from rostok.roadmaps.views.handing import hand_on_actions, take_back_actions

LAST_ENTRIES = 50
MOST_COPIES = 200


class TermPage(OccurrencePage, DetailPage):
    template_name = "roadmaps/occurrence.html"

    def get_heading(self) -> Text:
        return self.occurrence.action.title

    def get_lead(self) -> Text:
        return f"{self.occurrence.unit}, {self.occurrence.when}"

    @cached_property
    def may_work(self) -> bool:
        return self.occurrence.is_open and holds(self.actor, permissions.WORK, self.occurrence)

    @cached_property
    def may_accept(self) -> bool:
        return holds(self.actor, permissions.ACCEPT, self.occurrence)

    @cached_property
    def waits_for_other(self) -> bool:
        """Sent by the reader, or done by them: somebody else accepts, where there is anybody."""
        sent = self.occurrence.state == OccurrenceState.SUBMITTED
        return (
            sent
            and is_own(self.actor, self.occurrence)
            and not (self.may_accept and nobody_else_accepts(self.occurrence))
        )

    def step(self, title: Text, name: str, kind: str = "secondary") -> PageAction:
        return PageAction(title, reverse(f"roadmaps:{name}", args=[self.occurrence.pk]), kind)

    def get_actions(self) -> list[PageAction]:
        handing = hand_on_actions(self.actor, self.occurrence)
        back = take_back_actions(self.actor, self.occurrence)
        ending = cancelling_actions(self.actor, self.occurrence)
        return [*self.steps_of_state(), *handing, *back, *ending]

    def steps_of_state(self) -> list[PageAction]:
        state = self.occurrence.state
        if state == OccurrenceState.SUBMITTED:
            return [*self.deciding(), *self.recalling()]
        if state == OccurrenceState.ACCEPTED and self.may_accept:
            return [self.step(_("Отменить приёмку"), "reopen")]
        if state in TO_DO_STATES and self.may_work:
            return self.steps_of_work()
        return []

    def deciding(self) -> list[PageAction]:
        if not self.may_accept or (self.waits_for_other and self.recalling()):
            return []
        accept = [] if self.waits_for_other else [self.step(_("Принять"), "accept", "primary")]
        return [*accept, self.step(_("Вернуть"), "return")]

    def recalling(self) -> list[PageAction]:
        """What one sent oneself is taken back, which needs no remark to oneself."""
        may = self.may_work and is_sent_by(self.actor, self.occurrence)
        return [self.step(_("Отозвать с приёмки"), "recall")] if may else []

    def steps_of_work(self) -> list[PageAction]:
        proved = bool(self.proofs)
        term = ("set_day", _("Назначить срок")) if not self.occurrence.due else self.moving()
        return [
            self.step(_("Отправить на приёмку"), "submit", "primary" if proved else "secondary"),
            self.step(_("Как идёт работа"), "begin"),
            self.step(_("Исполнитель"), "assign"),
            self.step(term[1], term[0]),
        ]

    def moving(self) -> tuple[str, Text]:
        return "move_due", _("Перенести срок")

    @cached_property
    def proofs(self) -> list[Proof]:
        """Those not removed, each with its link where the reader may follow it."""
        rows = list(self.visible_proofs())
        whole = {proof.pk for proof in opening(rows)}
        found = links(
            self.actor, [Ref(p.ref_kind, p.ref_id or 0, p.title) for p in rows if p.ref_id]
        )
        for proof in rows:
            proof.url = self.link_of(proof, found)
            proof.is_whole = proof.pk in whole
        return rows

    def visible_proofs(self) -> Any:
        rows: Any = Proof.objects.visible_to(self.actor, permissions.VIEW).select_related("file")
        return rows.filter(occurrence=self.occurrence, removed_at__isnull=True)

    def link_of(self, proof: Proof, found: dict[tuple[str, int], str]) -> str:
        if proof.kind == ProofKind.FILE:
            return reverse("roadmaps:file", args=[proof.pk])
        if proof.kind == ProofKind.ADDRESS:
            return proof.address
        return found.get((proof.ref_kind, proof.ref_id or 0), "")

    def copies(self) -> list[Told]:
        """What was handed down, in the order of the tree."""
        rows: Any = Occurrence.objects.visible_to(self.actor, permissions.VIEW).with_actions()
        found = rows.filter(above=self.occurrence).order_by("unit__sort_key")[:MOST_COPIES]
        return [told(row, self.today) for row in found]

    def context(self) -> dict[str, Any]:
        occurrence = self.occurrence
        entries = timeline_of(occurrence)[:LAST_ENTRIES]
        return {
            **super().context(),
            "occurrence": occurrence,
            "action": occurrence.action,
            "told": told(occurrence, self.today),
            "proofs": self.proofs,
            "slips": list(occurrence.slips.all()),
            "copies": self.copies(),
            "may_work": self.may_work and occurrence.state in TO_DO_STATES,
            "waits_for_other": self.waits_for_other,
            "timeline": [(entry, sentence_of(entry, self.actor)) for entry in entries],
        }


class ProofFilePage(FileDownloadPage):
    permission = permissions.VIEW
    model = Proof
