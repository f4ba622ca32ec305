"""Jobs act with the rights that whoever began them holds when they run."""

from rostok.accounts.queries import actor_by_id
from rostok.kernel.jobs import actor_builders

actor_builders.add("user", actor_by_id, origin="accounts")
