"""What `bench/roadmaps.py` measures, once Django stands: pages as those who open them."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from bench.roadmaps_world import Country
from bench.working import processor_seconds
from rostok.kernel import clock
from rostok.roadmaps.models import Occurrence, OccurrenceState, Roadmap, WorkPlan

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = {
    "region": "регион",
    "municipality": "муниципалитет",
    "school": "организация",
}


@dataclass(frozen=True)
class Opened:
    """A page as somebody opens it; `rows`: how many a long file has."""

    name: str
    title: str
    place: str
    address: str
    rows: int = 0


def figures_of(country: Country, runs: int, only: tuple[str, ...]) -> dict[str, Any]:
    browsers = {place: browser_of(country, place) for place in ROLES}
    pages = [page for page in pages_of(country) if page.name.startswith(only)]
    figures = [measure(browsers[page.place], page, runs) for page in pages]
    return {"sizes": country.sizes(), "figures": figures}


def browser_of(country: Country, place: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(country.worker_at(place), BACKEND)
    return client


def measure(browser: Client, page: Opened, runs: int) -> dict[str, Any]:
    """Median and p95 after one run that is not counted but for its queries."""
    queries = queries_of(browser, page)
    times, works = [], []
    for _ in range(runs):
        begun, worked = time.perf_counter(), processor_seconds()
        opened(browser, page)
        times.append(time.perf_counter() - begun)
        works.append(processor_seconds() - worked)
    return {
        "name": page.name,
        "title": page.title,
        "rows": page.rows,
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20, method="inclusive")[-1],
        "cpu": statistics.median(works),
        "queries": queries,
    }


def queries_of(browser: Client, page: Opened) -> int:
    number = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*rest)

    opened(browser, page)
    with connection.execute_wrapper(count):
        opened(browser, page)
    return number


def opened(browser: Client, page: Opened) -> None:
    answer = browser.get(page.address)
    if answer.status_code != 200:
        raise SystemExit(f"{page.address}: {answer.status_code}")
    if answer.streaming:
        for _piece in answer:
            pass


def pages_of(country: Country) -> Iterator[Opened]:
    for place, who in ROLES.items():
        yield from pages_at(country, place, who)
    yield from pages_handed(country)
    yield from files_of(country)


def pages_at(country: Country, place: str, who: str) -> Iterator[Opened]:
    """The same pages for everybody who may open them."""
    key, unit = country.region.code, country.at(place).pk
    own = f"/roadmaps/of/{key}/"
    pages = {
        "table": ("таблица года", own),
        "timeline": ("шкала времени", f"{own}timeline/"),
        "at": ("мероприятия территории, организации", f"/roadmaps/at/{unit}/"),
        "unit": ("страница территории, организации", country.at(place).get_absolute_url()),
        "mine": ("мои", "/roadmaps/mine/"),
        "overdue": ("просрочено", "/roadmaps/overdue/"),
        "overdue-deep": ("просрочено: сотая страница", "/roadmaps/overdue/?page=100"),
        "overdue-place": ("просрочено по месту", "/roadmaps/overdue/?sort=place"),
        "overdue-words": (
            "просрочено: слова и год",
            f"/roadmaps/overdue/?q=мероприят&year={clock.today().year}",
        ),
        "waiting": ("ждут приёмки", "/roadmaps/waiting/"),
        "occurrence": ("срок мероприятия", f"/roadmaps/terms/{term_at(unit).pk}/"),
        "plan": ("план работы", plan_of(country, unit).get_absolute_url()),
        "home": ("«Сегодня»", "/"),
        "today": ("список дел", "/today/"),
        "structure": ("субъекты и функции", f"/parties/of/{key}/"),
        "start": ("дорожные карты", "/roadmaps/?all=1"),
    }
    shut = {"waiting", "overdue-deep"} if place == "school" else set()
    shut |= {"overdue-deep"} if place == "municipality" else set()
    for name, (title, address) in pages.items():
        if name not in shut:
            yield Opened(f"{name} {place}", f"{title}: {who}", place, address)


def term_at(unit: int) -> Occurrence:
    """A term of the year that was handed on as widely as any at the unit."""
    rows = Occurrence.objects.filter(unit=unit, year=clock.today().year)
    return rows.annotate(n=Count("copies")).order_by("-n", "pk")[0]


def plan_of(country: Country, unit: int) -> WorkPlan:
    return WorkPlan.objects.filter(unit=unit, roadmap__system__root=country.region)[0]


def pages_handed(country: Country) -> Iterator[Opened]:
    """One action with thousands of copies, from above and from the middle."""
    action = (
        Occurrence.objects.filter(roadmap__system__root=country.region)
        .order_by()
        .values_list("action")
        .annotate(n=Count("pk"))
        .order_by("-n")[0][0]
    )
    key = country.region.code
    for place in ("region", "municipality"):
        who = ROLES[place]
        handed = f"/roadmaps/actions/{action}/handed/"
        pages = {
            "action": ("мероприятие", f"/roadmaps/actions/{action}/"),
            "handed": ("передано вниз", handed),
            "handed-late": ("передано вниз: просрочено", f"{handed}?state=overdue"),
            "handed-place": ("передано вниз по названию", f"{handed}?sort=place"),
            "plans": ("планы работы", f"/roadmaps/of/{key}/plans/"),
        }
        for name, (title, address) in pages.items():
            yield Opened(f"{name} {place}", f"{title}: {who}", place, address)
    hand = reverse("roadmaps:hand", args=[action])
    yield Opened("hand region", "форма передачи: регион", "region", hand)
    municipal = Roadmap.objects.get(system__root=country.municipality)
    links = reverse("roadmaps:links", args=[municipal.system.key])
    yield Opened("links municipality", "связь с уровнем выше", "municipality", links)


def files_of(country: Country) -> Iterator[Opened]:
    own = f"/roadmaps/of/{country.region.code}/"
    yield Opened("xlsx table", "xlsx: таблица года", "region", f"{own}?export=xlsx")
    yield Opened("docx table", "docx: таблица года", "region", f"{own}document/")
    plan = plan_of(country, country.region.pk).get_absolute_url()
    yield Opened("xlsx plan", "xlsx: план работы", "region", f"{plan}?export=xlsx")
    late = Occurrence.objects.overdue_on(clock.today()).filter(roadmap__system__root=country.region)
    yield Opened(
        "xlsx overdue",
        f"xlsx: просрочено в регионе, строк {late.count()}",
        "region",
        "/roadmaps/overdue/?export=xlsx",
        late.count(),
    )
    sent = Occurrence.objects.filter(
        state=OccurrenceState.SUBMITTED, unit__parent=country.municipality
    )
    yield Opened(
        "csv waiting",
        f"csv: ждут приёмки в муниципалитете, строк от {sent.count()}",
        "municipality",
        "/roadmaps/waiting/?export=csv",
        sent.count(),
    )
