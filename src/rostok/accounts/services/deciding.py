"""Who decides is not who asks; where there is truly nobody else, an exception with its ground."""

from rostok.accounts.queries import is_held_by_others
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit


def ground_of_exception(
    actor: Actor, right: str, unit: OrgUnit, *, ground: str, refusal: str
) -> str:
    """The ground to be journalled, of somebody who decides on their own work.

    Refused with `refusal` while anybody else at the unit or above it holds the right; without a
    ground where nobody does.
    """
    if actor.user_id is None or is_held_by_others(right, unit, but=[actor.user_id]):
        raise RuleViolation(refusal)
    words = ground.strip()
    if not words:
        raise RuleViolation(
            "Кроме вас утвердить некому. Назовите основание, по которому вы утверждаете сами.",
            {"ground": "Назовите основание."},
        )
    return words
