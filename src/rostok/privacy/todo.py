"""What waits on the home page: requests to answer, consents that are asked again."""

from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists
from rostok.people.models import Person
from rostok.privacy import permissions, queries


def overdue_requests(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.KEEP):
        return None
    rows = queries.requests_for_list(actor).overdue_on(clock.today())
    url = f"{reverse('privacy:requests')}?state=overdue"
    return TodoItem("Обращения о данных: срок ответа прошёл", url, rows.count())


def open_requests(actor: Actor) -> TodoItem | None:
    if not actor.may(permissions.KEEP):
        return None
    rows = queries.requests_for_list(actor).open().filter(due_on__gte=clock.today())
    url = f"{reverse('privacy:requests')}?state=open"
    return TodoItem("Обращения о данных ждут ответа", url, rows.count())


def consents_asked_again(actor: Actor) -> TodoItem | None:
    """The text has changed since the person agreed; one who never did is not urged."""
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None:
        return None
    count = queries.replaced_consents(person)
    return TodoItem("Согласия: сменился текст, решите заново", reverse("privacy:mine"), count)


todo_lists.add("privacy.overdue", overdue_requests, origin="privacy")
todo_lists.add("privacy.requests", open_requests, origin="privacy")
todo_lists.add("privacy.consents", consents_asked_again, origin="privacy")
