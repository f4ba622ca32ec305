"""Run in a process of its own: loads a small demo, and prints an address of every page as JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import django

django.setup()

from allauth.account.forms import default_token_generator  # noqa: E402 - models after the setup
from allauth.account.utils import user_pk_to_url_str  # noqa: E402
from django.urls import reverse  # noqa: E402

from rostok.accounts.models import RoleHolding, User  # noqa: E402
from rostok.accounts.queries import actor_of  # noqa: E402
from rostok.accounts.services import grant_role  # noqa: E402
from rostok.config.demo import load_demo  # noqa: E402
from rostok.config.demo.plans import Size  # noqa: E402
from rostok.config.serve import prepare_database, prepare_static  # noqa: E402
from rostok.indicators.models import DataForm, ReportedValue  # noqa: E402
from rostok.indicators.tasks import RECOMPUTE  # noqa: E402
from rostok.kernel import clock  # noqa: E402
from rostok.kernel.access import installation  # noqa: E402
from rostok.kernel.jobs import start_job  # noqa: E402
from rostok.kernel.models import ImportBatch  # noqa: E402
from rostok.kernel.tabular import check_batch, confirm_batch, upload  # noqa: E402
from rostok.kernel.tabular.blanks import template_workbook  # noqa: E402
from rostok.kernel.tabular.specs import import_specs  # noqa: E402
from rostok.notifications.models import Notice  # noqa: E402
from rostok.orgs.models import FlagKind, OrgFlag, OrgUnit, Succession, UnitKind  # noqa: E402
from rostok.packs.models import PackVersion  # noqa: E402
from rostok.packs.reader import address_of_part, pages_of, parts_of  # noqa: E402
from rostok.parties.models import PartyUnit  # noqa: E402
from rostok.people.models import Person  # noqa: E402
from rostok.privacy.models import Block, Consent, ConsentText, DataRequest  # noqa: E402
from rostok.privacy.services import (  # noqa: E402
    draft_for_request,
    export_about_me,
    give_consent,
    make_request,
    record_request,
)
from rostok.roadmaps.models import Proof, Roadmap, WorkPlan  # noqa: E402
from rostok.roadmaps.services import (  # noqa: E402
    NewProof,
    OwnAction,
    add_line,
    add_proof,
    draw_plan,
    hand_down,
)
from rostok.snapshots.models import Snapshot  # noqa: E402
from rostok.staff.models import Absence, Employment, Post, TransferRequest, Vacancy  # noqa: E402
from rostok.staff.services import merge_people  # noqa: E402
from tests.architecture.addresses import Address, addresses  # noqa: E402
from tests.journeys.files import NEWCOMERS, Row, filled, with_wrong_day  # noqa: E402
from tests.journeys.people import CHIEF, PASSWORD  # noqa: E402

SIZE = Size("journeys", share=0.02, whole=1.0)
PACK, SCHOOL, YEAR = "muya", "bu-muya-s01", 2026
# Further looks of the same address; the first address stands without them.
VARIANTS = {
    "indicators:indicator": (f"?year={YEAR}&level=organisation",),
    "indicators:members": (f"?year={YEAR}&show=not-counted",),
    "staff:list": ("?q=нет+такого&on=вчера",),
}


def main() -> None:
    prepare_database()
    prepare_static()
    load_demo(installation(), size=SIZE, progress=lambda phrase: print(phrase, file=sys.stderr))
    chief = make_chief()
    made = {"pages": pages(chief), "regulations": list(regulations()), "stranger": stranger()}
    json.dump(made, sys.stdout)


def make_chief() -> User:
    """An administrator with a password; the persona has none."""
    known = User.objects.filter(username=CHIEF).first()
    if known:
        return known
    user = User.objects.create_user(username=CHIEF, password=PASSWORD, title="Старшая Вера")
    country = OrgUnit.objects.get(kind=UnitKind.COUNTRY)
    grant_role(installation(), user=user, role="administrator", unit=country)
    return user


def pages(chief: User) -> dict[str, list[str]]:
    """Every address that answers to GET, filled with rows that the administrator may open."""
    values = samples(chief)
    found = {}
    for address in addresses():
        if "get" in getattr(address.view, "http_method_names", ["get"]):
            plain = reverse(address.name, kwargs=parts(address, values)) + query_of(address, values)
            more = (plain + query for query in VARIANTS.get(address.name, ()))
            found[address.name] = [plain, *more]
    return found


def parts(address: Address, values: dict[str, Any]) -> dict[str, Any]:
    """The most exact sample for each part: of the address, of its beginning, of the name alone."""
    names = address.names or OF_PATTERN.get(address.name, ())
    return {name: sample(f"{address.name}.{name}", name, values) for name in names}


def sample(full: str, name: str, values: dict[str, Any]) -> Any:
    fitting = [key for key in values if key == name or full.startswith(key)]
    if not fitting:
        raise LookupError(f"{full}: no sample of it stands in tests/journeys/prepare.py")
    return values[max(fitting, key=len)]


def query_of(address: Address, values: dict[str, Any]) -> str:
    return f"?organisation={values['orgs:']}" if address.name in OF_ORGANISATION else ""


OF_ONE_FIGURE = ("snapshots:movers.code", "snapshots:territories.code", "snapshots:members.code")
OF_FORM = (
    "indicators:form.pk",
    "indicators:send_form.pk",
    "indicators:recall_form.pk",
    "indicators:approve_form.pk",
    "indicators:accept_form.pk",
    "indicators:return_form.pk",
)
OF_TRANSFER = (
    "staff:transfer.pk",
    "staff:agree_transfer.pk",
    "staff:accept_transfer.pk",
    "staff:refuse_transfer.pk",
    "staff:withdraw_transfer.pk",
)
OF_SYSTEM = (
    "orgs:end-system.key",
    "orgs:version.key",
    "orgs:settings.key",
    "orgs:setting.key",
    "orgs:return-setting.key",
)
# A regular expression does not tell its parts.
OF_PATTERN = {"account_reset_password_from_key": ("uidb36", "key")}
OF_ORGANISATION = ("kernel:import_upload", "kernel:import_template", "kernel:import_memory")


def of_cell(cell: ReportedValue) -> dict[str, Any]:
    return {"indicators:cell.pk": cell.form_id, "indicators:cell.code": cell.code}


def samples(chief: User) -> dict[str, Any]:
    actor = actor_of(chief)
    school = OrgUnit.objects.get(code=SCHOOL)
    teacher = User.objects.get(username="demo-teacher")
    return {
        "key": PACK,
        "clause": PackVersion.objects.get(key=PACK).section("clauses").clauses[0].id,
        "section": "roadmap",
        "code": "share-category",
        "spec": "staff.list",
        "indicators:target.code": "methodist-load",
        "indicators:return_target.code": "methodist-load",
        **of_cell(ReportedValue.objects.filter(form__unit=school).first()),
        **dict.fromkeys(OF_FORM, first(DataForm.objects.filter(unit=school))),
        "kernel:job.pk": start_job(actor, RECOMPUTE, title="Пересчёт показателей", system=PACK).pk,
        "kernel:import_batch.pk": (batch := batch_with_an_error(actor, school)),
        "kernel:import_failed.pk": batch,
        "kernel:import_columns.pk": batch,
        "kernel:import_undo.pk": applied_batch(actor, school),
        **of_snapshots(),
        **of_roadmaps(actor),
        **dict.fromkeys(OF_TRANSFER, first(TransferRequest.objects.all())),
        **dict.fromkeys(OF_SYSTEM, PACK),
        "orgs:setting.kind": "limit",
        "orgs:setting.name": "methodist_load",
        "orgs:return-setting.kind": "limit",
        "orgs:return-setting.name": "methodist_load",
        "orgs:undo-reorganisation.pk": first(Succession.objects.all()),
        **alike_people(),
        "staff:undo_merge.pk": merged_people(actor, school),
        **of_privacy(chief),
        "accounts:": teacher.pk,
        "accounts:end_role.pk": (held := first(RoleHolding.objects.filter(end=None))),
        "accounts:prolong_role.pk": held,
        "orgs:": school.pk,
        "orgs:system.key": PACK,
        "orgs:end-flag.pk": OrgFlag.objects.create(
            unit=school, flag=FlagKind.QUANTORIUM, start="2024-09-01"
        ).pk,
        "orgs:reopen.pk": first(OrgUnit.objects.exclude(closed_on=None)),
        **dict.fromkeys(("notifications:open.pk", "notifications:read.pk"), told(chief, school)),
        "staff:": teacher.person_id,
        "staff:edit_employment.pk": first(Employment.objects.filter(end=None)),
        "staff:end.pk": first(Employment.objects.filter(end=None)),
        "staff:absence.pk": first(Employment.objects.filter(end=None)),
        "staff:end_absence.pk": first(Absence.objects.all()),
        "staff:add.pk": school.pk,
        "staff:vacancy.pk": school.pk,
        "staff:close_vacancy.pk": first(Vacancy.objects.filter(end=None)),
        "parties:name.party": "ruo",
        "parties:release.pk": first(PartyUnit.objects.filter(system__key=PACK)),
        "uidb36": user_pk_to_url_str(chief),
        "account_reset_password_from_key.key": default_token_generator.make_token(chief),
    }


def of_privacy(chief: User) -> dict[str, Any]:
    """Rows of the demo's school; the administrator gets a card and decisions of their own."""
    chief.person = Person.objects.create(last_name="Старшая", first_name="Вера")
    chief.save()
    actor = actor_of(chief)
    text = ConsentText.objects.get(purpose="publication", unit=None)
    given = give_consent(actor, purpose="publication", text=text)
    asked = make_request(actor, kind="access")
    scanned = Consent.objects.exclude(scan=None).order_by("pk")[0]
    Consent.objects.filter(pk=scanned.pk).update(withdrawal_scan=scanned.scan)
    request = DataRequest.objects.exclude(scan=None).order_by("pk")[0]
    for row in (asked, request):
        DataRequest.objects.filter(pk=row.pk).update(answer_file=request.scan)
    person = scanned.person_id
    deletion = record_request(
        actor, person=Person.objects.get(pk=person), kind="deletion", received_on=clock.today()
    )
    run = draft_for_request(actor, request=deletion, reason="Просьба")
    return {
        "purpose": "diagnostics",
        "privacy:": request.pk,
        "privacy:my_give.purpose": "diagnostics",
        "privacy:my_withdraw.pk": given.pk,
        "privacy:my_request.pk": asked.pk,
        "privacy:my_answer_file.pk": asked.pk,
        "privacy:my_export.pk": export_about_me(actor).pk,
        "privacy:withdraw.pk": scanned.pk,
        "privacy:scan.pk": scanned.pk,
        "privacy:withdrawal_scan.pk": scanned.pk,
        "privacy:person.pk": person,
        "privacy:record_consent.pk": person,
        "privacy:record_request.pk": person,
        "privacy:block.pk": person,
        "privacy:lift_block.pk": first(Block.objects.filter(lifted_at=None)),
        "privacy:erase.pk": deletion.pk,
        "privacy:erasure.pk": run.pk,
        "privacy:confirm_erasure.pk": run.pk,
        "privacy:drop_erasure.pk": run.pk,
    }


def of_snapshots() -> dict[str, Any]:
    """The first snapshot of the system, and the next to compare it with."""
    frozen = Snapshot.objects.filter(system__key=PACK)
    one = first(frozen)
    other = first(frozen.exclude(pk=one))
    return {
        "snapshots:": one,
        "snapshots:list.key": PACK,
        "snapshots:make.key": PACK,
        "snapshots:comparison.other": other,
        "snapshots:movers.other": other,
        "snapshots:open.code": frozen.get(pk=one).code,
        **dict.fromkeys(OF_ONE_FIGURE, "share-category"),
    }


OF_TERM = ("occurrence", "begin", "assign", "set_day", "move_due", "prove", "submit", "accept")
OF_TERM += ("return", "reopen", "recall", "cancel_term", "restore_term")


def of_roadmaps(actor: Any) -> dict[str, Any]:
    """An open term of the roadmap, its action and act, a plan with a line of its own."""
    roadmap = Roadmap.objects.get(system__key=PACK)
    year = roadmap.occurrences.order_by("-year")[0].year
    root = roadmap.system.root
    plan = WorkPlan.objects.filter(roadmap=roadmap, unit=root, year=year).first()
    plan = plan or draw_plan(actor, roadmap=roadmap, unit=root, year=year)
    add_line(actor, plan=plan, own=OwnAction("Семинар для наставников", due=date(year, 12, 1)))
    line = plan.lines.filter(action__own=True).order_by("pk")[0].pk
    of_plan = ("plan", "add_line", "plan_days", "take_out")
    of_plan += ("submit_plan", "approve_plan", "return_plan")
    dated = roadmap.occurrences.own().filter(due__isnull=False).order_by("pk")
    open_one = dated.filter(state="in-work").first() or dated.filter(state="planned")[0]
    action = open_one.action
    document = NewProof("document", "Приказ", number="1", signed_on=clock.today())
    school = OrgUnit.objects.get(code=SCHOOL)
    with clock.moved_to(min(open_one.due, clock.today())):
        hand_down(actor, action=action, above=root, units=[school])
    return {
        **{f"roadmaps:{name}.pk": open_one.pk for name in OF_TERM},
        "roadmaps:prove.way": "document",
        "roadmaps:remove_proof.pk": add_proof(actor, occurrence=open_one, proof=document).pk,
        "roadmaps:file.pk": first(Proof.objects.all()),
        "roadmaps:calendar.token": "none",
        "roadmaps:at.pk": root.pk,
        "roadmaps:act.pk": first(roadmap.acts.all()),
        **{f"roadmaps:{name}.pk": action.pk for name in ("action", "cancel", "restore")},
        **dict.fromkeys(("roadmaps:hand.pk", "roadmaps:handed.pk"), action.pk),
        **dict.fromkeys(("roadmaps:activity.pk", "roadmaps:link.pk"), action.key_activity_id),
        **{f"roadmaps:{name}.pk": plan.pk for name in of_plan},
        **dict.fromkeys(("roadmaps:plan_days.line", "roadmaps:take_out.line"), line),
        "roadmaps:take_back.pk": action.pk,
        "roadmaps:take_back.unit": school.pk,
        "roadmaps:received.unit": school.pk,
    }


def batch_with_an_error(actor: Any, school: OrgUnit) -> int:
    batch = uploaded(actor, school, with_wrong_day(NEWCOMERS))
    return int(check_batch(actor, batch=batch).pk)


def uploaded(actor: Any, school: OrgUnit, rows: tuple[Row, ...]) -> ImportBatch:
    file = filled(template_workbook(import_specs.get("staff.list")), rows)
    return upload(
        actor,
        spec="staff.list",
        file=BytesIO(file),
        file_name="список.xlsx",
        context={"organisation": school.pk},
    )


def applied_batch(actor: Any, school: OrgUnit) -> int:
    """A file of one more person, taken in, that may still be undone."""
    row = {**NEWCOMERS[0], "Фамилия": "Воробьёва-Тестова", "Дата приёма": "01.09.2025"}
    batch = uploaded(actor, school, (row,))
    return int(confirm_batch(actor, batch=check_batch(actor, batch=batch)).pk)


def alike_people() -> dict[str, int]:
    """Two people of one school to be compared side by side."""
    held = Employment.objects.filter(end=None, organisation__code=SCHOOL).order_by("pk")
    one, other = list(dict.fromkeys(held.values_list("person", flat=True)))[:2]
    names = ("staff:compare", "staff:set_apart")
    return {f"{name}.{part}": pk for name in names for part, pk in (("pk", one), ("other", other))}


def merged_people(actor: Any, school: OrgUnit) -> int:
    """Two cards of one person, one with the earlier work and one with the later, made one."""
    names = {"last_name": "Дроздова-Тестова", "first_name": "Анна", "norm": "дроздова-тестова анна"}
    one, other = (Person.objects.create(**names) for _ in range(2))
    work = {"organisation": school, "post": Post.objects.get(code="teacher")}
    Employment.objects.create(person=one, start="2020-09-01", end="2022-09-01", **work)
    Employment.objects.create(person=other, start="2023-09-01", end="2024-09-01", **work)
    return int(merge_people(actor, first=one, second=other, choices={}).pk)


def told(chief: User, school: OrgUnit) -> int:
    """A notice of the chief's own about the school."""
    values = {"user": chief, "ref_kind": "unit", "ref_id": school.pk, "title": str(school)}
    return int(Notice.objects.create(kind="notifications.soon", **values).pk)


def first(rows: Any) -> int:
    found = rows.order_by("pk").first()
    if found is None:
        raise LookupError(f"the demo has no {rows.model.__name__} for a page")
    return int(found.pk)


def stranger() -> str:
    """A person of another region."""
    far = Employment.objects.filter(organisation__code__startswith="tom-").order_by("pk")[0]
    return reverse("staff:person", args=[far.person_id])


def regulations() -> Iterator[str]:
    """Every part of every section of every regulation."""
    for version in PackVersion.objects.order_by("key", "-pk"):
        for section in pages_of(version):
            parts = parts_of(version, section)
            yield from (address_of_part(version, section, part, parts) for part in parts)


if __name__ == "__main__":
    main()
