"""The engine of notices: from now on `kernel.notices` reaches people."""

from rostok.kernel.notices import Engine, engines
from rostok.notifications import reminders  # noqa: F401 - registers the two kinds of reminders
from rostok.notifications.delivery import deliver, retime, settle

engines.add("notifications", Engine(deliver, settle, retime), origin="notifications")
