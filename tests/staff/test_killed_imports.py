"""kill -9 in the middle of preview, apply and undo of a staff list (`bench/killed_imports.py`)."""

import pytest
from bench.running import ROOT, run
from django.db import connection

ROUNDS = 20


@pytest.mark.slow
def test_a_list_is_applied_or_not_whenever_its_worker_is_killed():
    """Two hundred deaths on both databases take a while: `python bench/killed_imports.py`."""
    database = "postgres" if connection.vendor == "postgresql" else "sqlite"
    program = str(ROOT / "bench" / "killed_imports.py")
    found = run(program, database, f"--rounds={ROUNDS}", "--staff=200", "--seed=11")
    assert found["kills"] >= ROUNDS
    assert "halfway" not in found
