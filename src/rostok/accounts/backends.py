"""Signing in by a one-time code, through the same gate that counts wrong passwords."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from rostok.accounts.codes import is_code
from rostok.accounts.models import OneTimeCode, User

NO_CODE = "0" * 64


class CodeBackend(BaseBackend):
    """Recognises a login name with its live code: there is never more than one."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        code: str = "",
        **_other: Any,
    ) -> User | None:
        """The same work is done whether or not the name, or a code of it, exists."""
        if not username or not code:
            return None
        rows = OneTimeCode.objects.live().filter(user__username=username.strip().lower())
        found = rows.select_related("user").first()
        user_id, stored = (found.user_id, found.code_hash) if found else (0, NO_CODE)
        if not is_code(user_id, code, stored) or found is None:
            return None
        user: User = found.user
        return user
