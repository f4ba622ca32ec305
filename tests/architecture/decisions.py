"""What a person of the world agreed to, asked, disputes and has taken home."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from rostok.kernel.models import StoredFile
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.models import (
    Block,
    Consent,
    ConsentText,
    DataRequest,
    ErasureItem,
    ErasureRun,
    OwnExport,
)
from rostok.privacy.services import load_texts
from tests import factories as make

LONG_AGO = date(2021, 1, 1)


def decisions_of(person: Person, school: OrgUnit) -> Iterator[models.Model]:
    scan = StoredFile.objects.create(
        stored_name=f"scan-{person.pk}", name="скан.pdf", kind="pdf", size=1, actor_title="Кто"
    )
    own: dict[str, Any] = {"person": person, "unit": school}
    yield Consent.objects.create(
        **own,
        purpose="processing",
        text=text_of_consent(),
        given_on=LONG_AGO,
        start=LONG_AGO,
        medium="paper",
        scan=scan,
        withdrawal_scan=scan,
    )
    yield DataRequest.objects.create(
        **own,
        kind="access",
        medium="paper",
        received_on=LONG_AGO,
        due_on=date(2100, 1, 1),
        scan=scan,
        answer_file=scan,
    )
    yield Block.objects.create(**own, part="people.phone", reason="Не мой номер")
    run = ErasureRun.objects.create(unit=school, on=LONG_AGO, reason="Срок")
    ErasureItem.objects.create(run=run, person=person, why="срок")
    yield run
    yield OwnExport.objects.create(person=person, file=scan)


def text_of_consent() -> ConsentText:
    load_texts(make.BOSS)
    found: ConsentText = ConsentText.objects.filter(purpose="processing")[0]
    return found
