"""By which calendar of working days a place counts its terms."""

from rostok.kernel.text import norm
from rostok.kernel.workdays import territories
from rostok.orgs.models import OrgUnit
from rostok.privacy.texts import above


def calendar_at(unit: OrgUnit | None) -> str:
    """The territory with days off of its own that the unit lies in, by name; empty: none."""
    named = {norm(name): key for key, one in territories().items() for name in one.names}
    line = above(unit)
    titles = {
        pk: (norm(title), norm(short))
        for pk, title, short in OrgUnit.objects.filter(pk__in=line).values_list(
            "pk", "title", "short_title"
        )
    }
    found = (named[name] for pk in line for name in titles[pk] if name in named)
    return next(found, "")
