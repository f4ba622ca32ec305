"""Steps of old merges are forgotten every night."""

from typing import Any

from rostok.kernel.access import Actor
from rostok.kernel.duties import daily
from rostok.kernel.jobs import job_kind
from rostok.kernel.models import Job
from rostok.people.merging import forget_merges

FORGET = "people.forget_merges"


@job_kind(FORGET, "Забыть шаги старых объединений")
def forget(_actor: Actor, _job: Job) -> dict[str, Any]:
    return {"message": f"Забыто объединений: {forget_merges()}."}


daily(FORGET, "Забыть шаги старых объединений")
