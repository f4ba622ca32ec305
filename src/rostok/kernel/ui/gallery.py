"""Samples for the gallery page: invented data, every component in every state."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.http import HttpRequest
from django.utils.html import format_html

from rostok.kernel.templatetags.ui import state
from rostok.kernel.ui.rows import in_pages
from rostok.kernel.ui.states import STATES

SCHOOLS = ["Таксимовская СОШ № 1", "Северомуйская СОШ", "Усть-Муйская СОШ", "Детский сад «Белочка»"]
SUBJECTS = ["математика", "русский язык", "начальные классы", "дошкольное образование"]
NAMES = [
    "Анна Петровна Сергеева",
    "Баир Доржиевич Цыренов",
    "Ольга Ивановна Ким",
    "Елена Юрьевна Орлова",
]
KINDS = ["met", "close", "behind", "no-data"]


class SampleForm(forms.Form):
    title = forms.CharField(
        label="Название", help_text="Так его увидят в календаре.", max_length=80
    )
    day = forms.DateField(label="Дата", initial=date(2026, 3, 5))
    hours = forms.DecimalField(label="Часы", required=False, max_digits=5, decimal_places=1)
    place = forms.ChoiceField(label="Где пройдёт", choices=[("", "Выберите"), *enumerate(SCHOOLS)])
    form = forms.ChoiceField(
        label="Как пройдёт",
        choices=[("in", "Очно"), ("net", "По видеосвязи"), ("mix", "И так, и так")],
        widget=forms.RadioSelect,
        initial="in",
    )
    subjects = forms.MultipleChoiceField(
        label="Для кого",
        choices=list(enumerate(SUBJECTS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Если не выбрать никого, приглашены все.",
    )
    note = forms.CharField(label="О чём", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    order = forms.FileField(label="Приказ", required=False, help_text="PDF или DOCX, до 10 МБ.")
    agree = forms.BooleanField(label="Сообщить приглашённым сразу")


class SampleFilter(forms.Form):
    q = forms.CharField(label="Фамилия или школа", required=False)
    subject = forms.ChoiceField(
        label="Предмет", choices=[("", "Любой"), *enumerate(SUBJECTS)], required=False
    )
    since = forms.DateField(label="Повышение квалификации с", required=False)
    free = forms.BooleanField(label="Без маршрута", required=False)


class SampleTable(tables.Table):
    caption = "Педагоги и их показатели"

    name = tables.Column(verbose_name="Педагог")
    school = tables.Column(verbose_name="Организация", orderable=False)
    trained = tables.Column(verbose_name="Повышение квалификации")
    hours = tables.Column(verbose_name="Часов", attrs={"cell": {"class": "num"}})
    status = tables.Column(verbose_name="Состояние", orderable=False)


def sample_rows() -> list[dict[str, Any]]:
    return [
        {
            "name": format_html('<a href="#n{}">{}</a>', number, NAMES[number % 4]),
            "school": SCHOOLS[number % 4],
            "trained": f"20{20 + number % 6}",
            "hours": 16 + number * 7 % 60,
            "status": state(KINDS[number % 4]),
        }
        for number in range(37)
    ]


def sample_table(request: HttpRequest) -> tables.Table:
    return in_pages(SampleTable(sample_rows()), request, 6)


def charts() -> dict[str, Any]:
    years = range(2022, 2028)
    values = [Decimal("41.5"), Decimal("48.2"), None, Decimal(63), Decimal("72.5"), None]
    targets = [None, Decimal(50), Decimal(58), Decimal(65), Decimal(70), Decimal(80)]
    return {
        "points": list(zip(years, values, strict=True)),
        "target_points": list(zip(years, targets, strict=True)),
        "bar_rows": [
            (school, value, Decimal(70))
            for school, value in zip(
                SCHOOLS, map(Decimal, ("82.4", "64", "100", "37.5")), strict=True
            )
        ],
        "plan": Decimal(80),
        "fact_met": Decimal("86.2"),
        "fact_behind": Decimal("41.7"),
    }


def samples(request: HttpRequest) -> dict[str, Any]:
    """The context of the gallery."""
    bound = SampleForm({"title": "", "day": "5 марта", "form": "in"}, prefix="bound")
    return {
        "heading": "Витрина компонентов",
        "lead": "Все части, из которых собраны страницы, на выдуманных данных.",
        "crumbs": [("Главная", "/"), ("Витрина", "")],
        "page_actions": [
            SimpleNamespace(title="Добавить мероприятие", url="#add", kind="primary"),
            SimpleNamespace(title="Печать", url="#print", kind="secondary"),
        ],
        "states": [kind for kind in STATES if STATES[kind].word],
        "tab_items": [
            SimpleNamespace(title="Обзор", url="#a", current=True),
            SimpleNamespace(title="Люди", url="#b", current=False, count=43),
            SimpleNamespace(title="Документы", url="#c", current=False, count=5),
        ],
        "form": SampleForm(),
        "bound_form": bound,
        "filter": SimpleNamespace(form=SampleFilter(prefix="f")),
        "export_urls": [("Скачать XLSX", "#xlsx"), ("Скачать CSV", "#csv")],
        "table": sample_table(request),
        "day": date(2026, 3, 5),
        "number": Decimal("12345.65"),
        **charts(),
    }
