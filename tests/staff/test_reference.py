import pytest

from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden
from rostok.kernel.models import JournalEntry
from rostok.staff.models import Post, PostCategory, TeachingSubject
from rostok.staff.reference import post_book, subject_book, subjects_in
from rostok.staff.services import load_reference
from tests.factories import BOSS

pytestmark = pytest.mark.django_db


def test_the_lists_load_once_and_a_second_time_change_nothing():
    load_reference(BOSS)
    posts, subjects = Post.objects.count(), TeachingSubject.objects.count()
    load_reference(BOSS)
    assert (Post.objects.count(), TeachingSubject.objects.count()) == (posts, subjects)
    assert JournalEntry.objects.filter(kind="staff.reference_loaded").count() == 1


def test_a_changed_title_is_brought_back():
    load_reference(BOSS)
    Post.objects.filter(code="teacher").update(title="Преподаватель всего")
    load_reference(BOSS)
    assert Post.objects.get(code="teacher").title == "Учитель"


def test_a_stranger_does_not_touch_the_lists():
    with pytest.raises(Forbidden):
        load_reference(Actor("Гость"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Учитель", "teacher"),
        ("учитель начальных классов", "teacher"),
        ("Учитель  математики и физики", "teacher"),
        ("учитель-логопед", "speech-teacher"),
        ("логопед", "speech-teacher"),
        ("психолог", "psychologist"),
        ("ПДО", "additional-teacher"),
        ("завуч", "deputy-head"),
        ("Зам. директора по УВР", "deputy-head"),
        ("заместитель директора по воспитательной работе", "deputy-head"),
        ("Заведующая", "kindergarten-head"),
        ("директор", "director"),
        ("и.о. директора", "director"),
        ("преподаватель-организатор ОБЖ", "safety-teacher"),
        ("советник директора по воспитанию", "head-adviser"),
        ("педагог-библиотекарь", "librarian-teacher"),
        ("библиотекарь", "librarian"),
        ("заведующий хозяйством", "housekeeper"),
        ("зам.дир. по УВР", "deputy-head"),
        ("уч. физики", "teacher"),
        ("Учитель логопед ДОУ", "speech-teacher"),
        ("соц.пед.", "social-teacher"),
        ("Учитeль - дефектолог", "special-teacher"),
        ("учитель математики, классный руководитель", "teacher"),
    ],
)
def test_posts_are_found_by_the_words_of_schools(words, code):
    load_reference(BOSS)
    found = post_book().find(words)
    assert found is not None
    assert found.code == code


def test_unknown_words_name_no_post():
    load_reference(BOSS)
    assert post_book().find("волшебник") is None


@pytest.mark.parametrize("words", ["учитель, воспитатель", "директор + учитель физики"])
def test_two_posts_in_one_cell_name_none(words):
    load_reference(BOSS)
    assert post_book().find(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "математика, физика",
        "Физика; математика",
        "физика/математика",
        "математика физика",
        "математика + физика",
        "физика — математика",
        "Математика\\физика",
        "физика и математика",
    ],
)
def test_subjects_are_divided_by_any_mark(words):
    load_reference(BOSS)
    found, unknown = subjects_in(words, subject_book())
    assert {subject.code for subject in found} == {"mathematics", "physics"}
    assert unknown == []


def test_a_head_of_a_school_is_a_manager_and_a_cleaner_is_support():
    load_reference(BOSS)
    category = dict(Post.objects.values_list("code", "category"))
    assert category["director"] == category["deputy-head"] == PostCategory.MANAGEMENT
    assert category["tutor"] == category["methodist"] == PostCategory.TEACHING
    assert category["cleaner"] == PostCategory.SUPPORT


def test_one_phrase_may_name_two_subjects():
    load_reference(BOSS)
    found, unknown = subjects_in("Русский язык и литература, ОБЖ; магия", subject_book())
    assert {subject.code for subject in found} == {"russian", "literature", "safety"}
    assert unknown == ["магия"]
