"""Which units of the demo are parties of their regulations."""

from collections.abc import Mapping

from rostok.config.demo.chance import read_data
from rostok.kernel.access import Actor
from rostok.orgs.models import System
from rostok.parties.services import name_party


def name_parties(actor: Actor, systems: Mapping[str, System]) -> None:
    """The head of each territory acts as the parties that its regulation places there."""
    for key, parties in read_data("parties").items():
        for party in parties:
            name_party(
                actor,
                system=systems[key],
                party=party,
                unit=systems[key].root,
                start=systems[key].start,
            )
