"""Proofs of a result: added and removed while the occurrence is open."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import models, transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.files import keep_file
from rostok.kernel.journal import record
from rostok.kernel.refs import Ref, ref_to
from rostok.kernel.text import clean
from rostok.roadmaps import journal
from rostok.roadmaps.models import Occurrence, Proof, ProofKind
from rostok.roadmaps.services.doing import held_open

MOST_PROOFS = 50
LONGEST_TITLE = 300
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class NewProof:
    """What is added: a document by number and day, a file, an address, a row of the system."""

    kind: str
    title: str
    number: str = ""
    signed_on: date | None = None
    address: str = ""
    file: Any = None
    row: models.Model | None = None


@transaction.atomic
def add_proof(actor: Actor, *, occurrence: Occurrence, proof: NewProof) -> Proof:
    """Add a proof. Refused: closed; too many; what would open nothing."""
    occurrence = held_open(actor, occurrence)
    if occurrence.proofs.filter(removed_at__isnull=True).count() >= MOST_PROOFS:
        raise RuleViolation(f"Подтверждений уже {MOST_PROOFS}: больше не нужно.")
    refuse_empty(occurrence, proof)
    ref = ref_to(proof.row) if proof.row is not None else None
    made: Proof = Proof.objects.create(
        occurrence=occurrence,
        kind=proof.kind,
        title=title_of(proof, ref)[:LONGEST_TITLE],
        number=clean(proof.number),
        signed_on=proof.signed_on,
        address=proof.address.strip(),
        file=keep_file(actor, proof.file, name=proof.file.name) if proof.file else None,
        ref_kind=ref.kind if ref else "",
        ref_id=ref.id if ref else None,
        author_title=actor.title,
    )
    record(actor, journal.PROOF_ADDED, occurrence, proof=made.title)
    return made


@transaction.atomic
def remove_proof(actor: Actor, *, proof: Proof) -> Occurrence:
    """Take a proof away. Refused: after acceptance (take that back first); while it is judged."""
    occurrence = held_open(actor, proof.occurrence)
    if occurrence.state == "submitted":
        raise RuleViolation("Отправлено на приёмку: подтверждение убирают после возврата.")
    proof.removed_at = clock.now()
    proof.save(update_fields=["removed_at"])
    record(actor, journal.PROOF_REMOVED, occurrence, proof=proof.title)
    return occurrence


def title_of(proof: NewProof, ref: Ref | None) -> str:
    """As the author called it, else as what it opens is called."""
    file = proof.file.name if proof.file else ""
    return clean(proof.title) or (ref.title if ref else file or proof.address.strip())


def refuse_empty(occurrence: Occurrence, proof: NewProof) -> None:
    if proof.kind == ProofKind.DOCUMENT:
        refuse_unnamed_document(occurrence, proof)
    elif proof.kind == ProofKind.ADDRESS:
        refuse_bad_address(proof.address)
    elif proof.kind == ProofKind.FILE and not proof.file:
        raise RuleViolation("Выберите файл.", {"file": "Выберите файл."})
    elif proof.kind == ProofKind.OBJECT and proof.row is None:
        raise RuleViolation("Выберите запись.")


def refuse_unnamed_document(occurrence: Occurrence, proof: NewProof) -> None:
    wrong = {
        "title": "Назовите документ." if not clean(proof.title) else "",
        "number": "Укажите номер («б/н», если без номера)." if not clean(proof.number) else "",
        "signed_on": "Укажите дату документа." if proof.signed_on is None else "",
    }
    if proof.signed_on and proof.signed_on > occurrence.roadmap.system.today:
        wrong["signed_on"] = "Этот день ещё не наступил."
    said = {field: words for field, words in wrong.items() if words}
    if said:
        raise RuleViolation(next(iter(said.values())), said)


def refuse_bad_address(address: str) -> None:
    if not is_open_address(address.strip()):
        message = "Адрес начинается с https:// и ведёт на открытую страницу."
        raise RuleViolation(message, {"address": message})
    if len(address) > LONGEST_ADDRESS:
        message = f"Адрес длиннее {LONGEST_ADDRESS} знаков."
        raise RuleViolation(message, {"address": message})


def is_open_address(address: str) -> bool:
    """A name that anybody's browser can find; no password of somebody within."""
    try:
        where = urlsplit(address)
        host = where.hostname or ""
    except ValueError:
        return False
    named = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    return where.scheme in ("http", "https") and named and "@" not in where.netloc
