"""What the people of the demo were told: pages of notices are alive from the first visit."""

from rostok.indicators.models import DataForm, FormState
from rostok.indicators.notices import tell_of_assigned
from rostok.indicators.notices import tell_of_step as tell_of_form
from rostok.kernel.access import Actor
from rostok.snapshots.models import Snapshot, SnapshotState
from rostok.snapshots.notices import tell_of_step as tell_of_snapshot
from rostok.staff.models import OPEN_TRANSFERS, TransferRequest
from rostok.staff.notices import tell_of_transfer


def write_notices(actor: Actor) -> None:
    """The steps of the stories as their services would have told them."""
    forms = DataForm.objects.filter(obliged=True).with_places()
    tell_of_assigned(actor, forms.filter(state=FormState.ASSIGNED))
    for form in forms.filter(state=FormState.RETURNED):
        tell_of_form(actor, form, "; ".join(str(comment) for comment in form.comments.all()))
    for snapshot in Snapshot.objects.filter(state=SnapshotState.SUBMITTED).select_related("unit"):
        tell_of_snapshot(actor, snapshot)
    rows = TransferRequest.objects.filter(state__in=OPEN_TRANSFERS)
    for transfer in rows.select_related("from_organisation", "to_organisation"):
        tell_of_transfer(actor, transfer)
