"""A form that came too late: what was typed is kept in the page until the person is back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

SALT = "rostok.accounts.kept"
LIVES = 60 * 60 * 24
LONGEST = 500_000  # characters of all the fields
NEVER_KEPT = {
    "csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "again", "kept",
}  # fmt: skip


@dataclass(frozen=True)
class KeptForm:
    """Where it was sent and what was in it; `user` is who sent it, when that is known."""

    path: str
    fields: list[tuple[str, str]]
    files: bool
    user: int | None


def keep(request: HttpRequest, user: int | None = None) -> str:
    """The typed fields as a signed line for a hidden field; empty when there is nothing to keep.

    Passwords are never kept, files can't be.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT
        for value in values
    ]
    small = sum(len(name) + len(value) for name, value in fields) <= LONGEST
    if not small or not any(value.strip() for _name, value in fields) or is_entrance(request):
        return ""
    packed = [request.get_full_path(), fields, bool(request.FILES), user]
    return signing.dumps(packed, salt=SALT, compress=True)


def is_entrance(request: HttpRequest) -> bool:
    """Pages of signing in start anew: nothing of them is kept."""
    closed = ("account_login", "accounts:enter_by_code", "mfa_authenticate")
    return request.path.startswith(tuple(map(reverse, closed)))


def kept_form(line: str) -> KeptForm | None:
    try:
        path, fields, files, user = signing.loads(line, salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    return KeptForm(path, [(name, value) for name, value in fields], files, user)


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form; another site's is not kept."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.netloc == request.get_host() and origin.scheme == request.scheme


def context_of(kept: KeptForm) -> dict[str, Any]:
    """What the page shows: the hidden fields, and the texts worth a look."""
    return {"kept": kept, "texts": [value for _name, value in kept.fields if " " in value.strip()]}
