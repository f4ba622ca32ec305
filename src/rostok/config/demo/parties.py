"""Which units of the demo are parties of their regulations."""

from collections.abc import Mapping

from rostok.config.demo.chance import read_data
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System
from rostok.parties.services import name_party


def name_parties(actor: Actor, systems: Mapping[str, System], units: Mapping[str, OrgUnit]) -> None:
    """Authorities, services and institutes act as the parties that a regulation places there."""
    for key, parties in read_data("parties").items():
        for party, unit in parties.items():
            name_party(
                actor, system=systems[key], party=party, unit=units[unit], start=systems[key].start
            )
