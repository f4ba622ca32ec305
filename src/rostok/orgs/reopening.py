"""What would come back with a unit that was closed by mistake."""

from rostok.kernel.access import Actor
from rostok.orgs.followers import Ended, followers
from rostok.orgs.models import OrgClosing, OrgUnit


def ended_with(unit: OrgUnit) -> dict[str, Ended]:
    """What ended with the closing that holds now, by name of a follower."""
    closing = OrgClosing.objects.filter(unit=unit).first()
    return dict(closing.ended) if closing and closing.day == unit.closed_on else {}


def offers_to_give_back(actor: Actor, unit: OrgUnit) -> list[str]:
    """In words, as far as it is as the closing left it: «3 роли»."""
    ended = ended_with(unit)
    offers = [
        followers.get(key).offer(actor, unit, ended[key]) for key in followers if key in ended
    ]
    return [offer for offer in reversed(offers) if offer]
