"""Six years of a territory: who works in which post, who leaves, moves, returns and comes anew."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rostok.config.demo.chance import Chance, Weighted, read_data
from rostok.config.demo.people import Steps, make_person
from rostok.config.demo.plans import BEGINNING, PRESENT, JobPlan, PersonPlan, UnitPlan, VacancyPlan
from rostok.config.demo.staffing import Role

DAY = timedelta(days=1)
SATURDAY, WEEK = 5, 7
NOTICED = timedelta(days=10)  # a shorter gap is no vacancy
YEARS = range(BEGINNING.year, PRESENT.year + 1)
LONGEST_TENURE = 38
AUTUMN_START = 0.75
STAYS_VACANT = {True: 0.17, False: 0.08}  # rural, urban: of the posts nobody moved into
LEAVES_IN_YEAR = 0.012
FILLED_IN_YEAR = 0.6
OCTOBER_MOVES = 0.002
PROMOTED = 0.65
PROMOTED_AFTER = 5 * 365
PROMOTED_AGES = range(30, 56)
RETURNS = 0.12
RETURNS_UP_TO = 57
EARLY_SUMMER = 0.2
MOVES_FROM_CLOSED = 0.7

Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class Seat:
    """A post of an organisation with who holds it; nobody does from `free_since` on."""

    org: UnitPlan
    role: Role
    rate: str
    holder: PersonPlan | None = None
    free_since: date = BEGINNING
    kept: bool = False  # belongs to a story: nobody is moved into or out of it


class Market:
    """The posts and the people of one region."""

    def __init__(self, chance: Chance, peoples: Weighted[str], seats: list[Seat]) -> None:
        data = read_data("staffing")
        self.chance = chance
        self.peoples = peoples
        self.seats = seats
        self.leaving, self.moving = Steps(data["leaving"]), Steps(data["moving"])
        self.leading = frozenset(data["leading"])
        self.heads = frozenset(data["heads"])
        self.by_org: dict[str, list[Seat]] = defaultdict(list)
        for seat in seats:
            self.by_org[seat.org.code].append(seat)
        self.people: list[PersonPlan] = []
        self.vacancies: list[VacancyPlan] = []
        self.movers: dict[Key, list[PersonPlan]] = defaultdict(list)
        self.returning: dict[int, list[tuple[Key, PersonPlan]]] = defaultdict(list)

    def run(self) -> None:
        """From the beginning to the present, school year by school year."""
        for seat in self.open_seats(BEGINNING):
            if seat.holder is None:
                self.seat_first(seat)
        for year in YEARS:
            self.leave_within(date(year, 1, 12), date(year, 5, 20))
            self.change_in_summer(year)
            self.move_in_october(year)
            self.leave_within(date(year, 10, 5), date(year, 12, 18))
        for seat in self.seats:
            if seat.holder is None and not seat.kept and seat.org.is_open_on(PRESENT):
                self.add_vacancy(seat, None)

    def open_seats(self, day: date) -> Iterable[Seat]:
        return (seat for seat in self.seats if seat.org.is_open_on(day))

    # People come.

    def seat_first(self, seat: Seat) -> None:
        """Whoever held the post when the history begins, there for some years already."""
        person = make_person(self.chance, seat.role, self.peoples, BEGINNING, hired=False)
        self.people.append(person)
        self.begin(seat, person, self.long_ago(seat, person))

    def long_ago(self, seat: Seat, person: PersonPlan) -> date:
        earliest = max(person.since, seat.org.opened_on or person.since)
        years = min(LONGEST_TENURE, BEGINNING.year - 1 - earliest.year)
        if years <= 0:
            return min(max(earliest, date(BEGINNING.year - 1, 9, 1)), BEGINNING)
        year = BEGINNING.year - 1 - int(years * self.chance.share() ** 1.4)
        start = date(year, 9, 1)
        if not self.chance.happens(AUTUMN_START):
            start = self.chance.working_day(date(year, 9, 8), date(year, 12, 20))
        return max(start, earliest)

    def begin(self, seat: Seat, person: PersonPlan, start: date) -> None:
        person.jobs.append(
            JobPlan(
                self.chance.uid(),
                seat.org,
                seat.role.post,
                start,
                rate=seat.rate,
                subjects=seat.role.subjects,
            )
        )
        if seat.free_since > BEGINNING and start - seat.free_since >= NOTICED:
            self.add_vacancy(seat, start)
        seat.holder = person

    def hire(self, seat: Seat, start: date) -> None:
        person = make_person(self.chance, seat.role, self.peoples, start, hired=True)
        self.people.append(person)
        self.begin(seat, person, start)

    def add_vacancy(self, seat: Seat, end: date | None) -> None:
        subject = seat.role.key[1]
        self.vacancies.append(VacancyPlan(seat.org, seat.role.post, subject, seat.free_since, end))

    # People go.

    def end(self, seat: Seat, end: date) -> PersonPlan:
        """The holder's last day is the one before; never before the job's first."""
        person = seat.holder
        if person is None:
            raise LookupError("Nobody holds the post")
        job = person.jobs[-1]
        job.end = max(end, job.start + DAY)
        seat.holder, seat.free_since = None, job.end
        return person

    def leave_within(self, first: date, last: date) -> None:
        """Some leave amidst the school year; most posts are filled in weeks, the rest wait."""
        if first > PRESENT:
            return
        last = min(last, PRESENT)
        for seat in self.open_seats(first):
            if seat.holder is None or seat.kept or not self.chance.happens(LEAVES_IN_YEAR):
                continue
            if seat.holder.jobs[-1].start >= first:
                continue
            end = self.chance.working_day(first, last) + DAY
            self.end(seat, end)
            start = on_weekday(seat.free_since + timedelta(days=self.chance.number(3, 40)))
            if seat.role.post in self.heads:
                self.hire(seat, min(start, PRESENT))
            elif start <= last and self.chance.happens(FILLED_IN_YEAR):
                self.hire(seat, start)

    def change_in_summer(self, year: int) -> None:
        """On 31 August people leave and organisations close; on 1 September posts are filled."""
        autumn = date(year, 9, 1)
        self.movers.clear()
        for seat in self.seats:
            if seat.holder is not None and not seat.kept:
                self.consider_leaving(seat, autumn)
        free = [seat for seat in self.open_seats(autumn) if seat.holder is None and not seat.kept]
        self.fill(free, autumn)

    def consider_leaving(self, seat: Seat, autumn: date) -> None:
        person = seat.holder
        if person is None:
            return
        age = person.age_on(autumn)
        if seat.org.closed_on == autumn:
            if self.chance.happens(MOVES_FROM_CLOSED):
                self.movers[seat.role.key].append(person)
            self.end(seat, autumn)
        elif self.chance.happens(self.leaving.at(age)):
            moves = self.chance.happens(self.moving.at(age))
            early = not moves and self.chance.happens(EARLY_SUMMER)
            end = (
                self.chance.working_day(date(autumn.year, 6, 15), date(autumn.year, 8, 21))
                if early
                else autumn
            )
            self.end(seat, end)
            if moves:
                self.movers[seat.role.key].append(person)
            elif age < RETURNS_UP_TO and self.chance.happens(RETURNS):
                self.returning[autumn.year + self.chance.number(1, 3)].append(
                    (seat.role.key, person)
                )

    def fill(self, free: list[Seat], autumn: date) -> None:
        """Those of the organisation first, then who moved, who returned, who is new."""
        for key, person in self.returning.pop(autumn.year, []):
            self.movers[key].append(person)
        queue = deque(self.chance.shuffled(free))
        while queue:
            seat = queue.popleft()
            promoted = self.promoted_to(seat, autumn)
            if promoted is not None:
                queue.append(promoted)
                continue
            mover = self.mover_to(seat)
            start = autumn if self.chance.happens(AUTUMN_START) else self.soon_after(autumn)
            if mover is not None:
                self.begin(seat, mover, start)
            elif not self.stays_vacant(seat, autumn):
                self.hire(seat, start)

    def stays_vacant(self, seat: Seat, autumn: date) -> bool:
        """Somebody always answers for an organisation; a new one opens with all its staff."""
        vacant = self.chance.happens(STAYS_VACANT[seat.org.rural])
        return vacant and seat.org.opened_on != autumn and seat.role.post not in self.heads

    def soon_after(self, autumn: date) -> date:
        return on_weekday(autumn + timedelta(days=self.chance.number(1, 12)))

    def promoted_to(self, seat: Seat, autumn: date) -> Seat | None:
        """A teacher of the organisation takes a leading post; their former seat, now free."""
        if seat.role.post not in self.leading or not self.chance.happens(PROMOTED):
            return None
        for other in self.seats_of(seat.org):
            person = other.holder
            if (
                person is None
                or other.kept
                or other.role.post in self.leading
                or not other.role.subjects
                or person.education != "higher_ped"
                or person.age_on(autumn) not in PROMOTED_AGES
                or (autumn - person.since).days < PROMOTED_AFTER
                or person.jobs[-1].start >= autumn
            ):
                continue
            self.end(other, autumn)
            self.begin(seat, person, autumn)
            return other
        return None

    def seats_of(self, org: UnitPlan) -> list[Seat]:
        return self.chance.shuffled(self.by_org[org.code])

    def mover_to(self, seat: Seat) -> PersonPlan | None:
        """Somebody of the same post and subject who left another organisation."""
        waiting = self.movers[seat.role.key]
        for index, person in enumerate(waiting):
            if person.jobs[-1].org is not seat.org:
                return waiting.pop(index)
        return None

    def move_in_october(self, year: int) -> None:
        """A few change their school when the school year has begun already."""
        first, last = date(year, 10, 1), min(date(year, 10, 28), PRESENT)
        free: dict[Key, list[Seat]] = defaultdict(list)
        for seat in self.open_seats(first):
            if seat.holder is None and not seat.kept:
                free[seat.role.key].append(seat)
        for seat in list(self.open_seats(first)):
            wanted = free[seat.role.key]
            if (
                seat.holder is None
                or seat.kept
                or not wanted
                or not self.chance.happens(OCTOBER_MOVES)
            ):
                continue
            target = wanted.pop()
            if target.org is not seat.org and seat.holder.jobs[-1].start < first:
                person = self.end(seat, self.chance.working_day(first, last) + DAY)
                self.begin(target, person, seat.free_since)


def on_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    ahead = WEEK - day.weekday() if day.weekday() >= SATURDAY else 0
    return day + timedelta(days=ahead)
