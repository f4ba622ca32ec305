"""Jobs act with the rights of whoever began them; every night roles are held against givers."""

from typing import Any

from rostok.accounts.links import links_wait, send_waiting_links
from rostok.accounts.queries import actor_by_id
from rostok.accounts.services import mark_bases
from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import actor_builders, job_kind
from rostok.kernel.models import Job

BASES, LINKS = "accounts.bases", "accounts.links"

actor_builders.add("user", actor_by_id, origin="accounts")


@job_kind(BASES, "Проверка оснований ролей")
def hold_roles_against_givers(actor: Actor, _job: Job) -> dict[str, Any]:
    """Ends of roles come with the day, meanings of roles with a new version of a regulation."""
    return {"message": f"Ролей без основания стало больше на {mark_bases(actor)}."}


@job_kind(LINKS, "Отправка ссылок для нового пароля")
def send_links_that_stayed(_actor: Actor, _job: Job) -> dict[str, Any]:
    """Hourly, and only while somebody waits; whoever has their letter gets no second."""
    return {"message": f"Отправлено ссылок: {send_waiting_links()}."}


daily(BASES, "Проверка оснований ролей", hour=2)
daily(
    LINKS,
    "Отправка ссылок для нового пароля",
    hour=0,
    again=tuple(range(1, 24)),
    needed=links_wait,
)
