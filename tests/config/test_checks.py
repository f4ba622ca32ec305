"""What Django itself finds doubtful in the settings, the models and the database in use."""

import pytest
from django.core.checks import run_checks


@pytest.mark.django_db
def test_nothing_is_doubtful() -> None:
    assert [str(message) for message in run_checks(databases=["default"])] == []
