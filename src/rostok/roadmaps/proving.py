"""Whether a proof opens: what an acceptance stands on."""

from collections.abc import Iterable
from typing import Any

from rostok.kernel.errors import RuleViolation
from rostok.kernel.files import opened
from rostok.kernel.models import StoredFile
from rostok.kernel.refs import kinds
from rostok.roadmaps.models import Occurrence, Proof, ProofKind


def is_proved(occurrence: Occurrence) -> bool:
    """At least one proof that was not removed opens."""
    return bool(opening(occurrence.proofs.filter(removed_at__isnull=True).select_related("file")))


def opening(proofs: Iterable[Proof]) -> list[Proof]:
    """The proofs behind which there is something, one query for each kind of row they name."""
    held = list(proofs)
    there = rows_there(held)
    return [proof for proof in held if opens(proof, there)]


def opens(proof: Proof, there: set[tuple[str, int]]) -> bool:
    if proof.kind == ProofKind.DOCUMENT:
        return bool(proof.number and proof.signed_on)
    if proof.kind == ProofKind.ADDRESS:
        return bool(proof.address)
    if proof.kind == ProofKind.FILE:
        return proof.file is not None and is_whole(proof.file)
    return (proof.ref_kind, proof.ref_id or 0) in there


def is_whole(file: StoredFile) -> bool:
    """The file is on the disk as it was kept."""
    try:
        opened(file).close()
    except RuleViolation:
        return False
    return True


def rows_there(proofs: Iterable[Proof]) -> set[tuple[str, int]]:
    """Rows named by proofs that still exist."""
    wanted: dict[str, set[int]] = {}
    for proof in proofs:
        if proof.ref_kind and proof.ref_id is not None:
            wanted.setdefault(proof.ref_kind, set()).add(proof.ref_id)
    found: set[tuple[str, int]] = set()
    for name, ids in wanted.items():
        kind = kinds.find(name)
        if kind is not None:
            rows: Any = kind.model._default_manager.filter(pk__in=ids)
            found |= {(name, pk) for pk in rows.values_list("pk", flat=True)}
    return found
