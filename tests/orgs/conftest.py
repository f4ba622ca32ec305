"""Somebody at a browser, signed in with a role at a place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rostok.orgs.models import OrgUnit
from tests.factories import hold, make_user

SignIn = Callable[[str, OrgUnit], Client]


@pytest.fixture
def enter(db: Any) -> SignIn:
    def sign_in(role: str, unit: OrgUnit) -> Client:
        user = make_user()
        hold(user, role, unit)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
