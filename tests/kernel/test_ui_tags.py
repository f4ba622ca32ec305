import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from rostok.kernel import ui
from rostok.kernel.ui.states import NOTICES, STATES

STATIC = Path(ui.__file__).parents[1] / "static" / "kernel"


def drawn(source: str, path: str = "/", **context: object) -> str:
    return Template(source).render(Context({"request": RequestFactory().get(path), **context}))


@pytest.mark.parametrize("kind", [kind for kind, look in STATES.items() if look.word])
def test_a_status_is_always_a_word(kind):
    assert str(STATES[kind].word) in drawn("{% state kind %}", kind=kind)


def test_a_status_may_have_its_own_words_and_an_unknown_one_is_neutral():
    html = drawn("{% state 'сверено' %}{% state 'met' 'план выполнен' %}")
    assert 'class="state neutral"' in html
    assert "сверено" in html
    assert "план выполнен" in html


def test_every_icon_in_use_is_in_the_sprite():
    root = ET.parse(STATIC / "icons.svg").getroot()  # noqa: S314 - our own file
    names = {symbol.get("id") for symbol in root}
    assert {look.icon for look in [*STATES.values(), *NOTICES.values()]} <= names


def test_text_is_escaped_in_components():
    html = drawn(
        "{% panel bad %}{{ bad }}{% endpanel %}{% fact bad %}{{ bad }}{% endfact %}"
        "{% state 'met' bad %}{% empty bad bad %}{% figure_card bad bad bad bad %}"
        "{% bars rows bad %}",
        bad="<b>",
        rows=[("<b>", Decimal(1))],
    )
    assert "<b>&lt;" not in html
    assert "<b></" not in html
    assert html.count("&lt;b&gt;") == 13


def test_a_panel_has_a_heading_and_a_link():
    html = drawn("{% panel 'Итоги' url='/x/' link='Все' level=3 %}текст{% endpanel %}")
    assert "<h3>Итоги</h3>" in html
    assert '<a href="/x/">Все</a>' in html
    assert "текст" in html


def test_a_link_keeps_the_other_values_of_the_address():
    html = drawn("{% query_link page=2 tab=None %}", "/?q=Ким&tab=a&page=1")
    assert html == "?q=%D0%9A%D0%B8%D0%BC&amp;page=2"


def test_a_pager_keeps_the_filters():
    page = Paginator(range(500), 50).page(3)
    html = drawn("{% pager page %}", "/?q=x&page=3", page=page)
    assert 'href="?q=x&amp;page=4" rel="next"' in html
    assert 'href="?q=x&amp;page=3" aria-current="page"' in html


def test_one_page_needs_no_pager():
    page = Paginator(range(5), 50).page(1)
    assert drawn("{% pager page %}", page=page).strip() == ""


def test_the_open_tab_is_named_to_a_screen_reader():
    items = [
        SimpleNamespace(title="Обзор", url="/a", current=True),
        SimpleNamespace(title="Люди", url="/b", current=False, count=0),
    ]
    html = drawn("{% tabs items %}", items=items)
    assert '<a href="/a" aria-current="page">Обзор</a>' in html
    assert '<span class="muted">0</span>' in html


def test_a_figure_without_a_value_is_a_dash():
    assert "—" in drawn("{% figure_card 'Охват' None '%' %}")
    assert "86,3" in drawn("{% figure_card 'Охват' value '%' %}", value=Decimal("86.25"))


def test_a_chart_has_a_title_and_a_description():
    html = drawn(
        "{% trend_chart points targets 'Охват' %}", points=[(2025, Decimal(5))], targets=[]
    )
    assert "<title>Охват</title>" in html
    assert "<desc>2025: 5.</desc>" in html
    assert "style=" not in html


def test_filters_are_known_to_every_template():
    html = drawn(
        "{{ n|ru_decimal:1 }} {{ n|percent:0 }} {{ 2|plural:'день,дня,дней' }} {{ w|nbsp }}",
        n=Decimal("7.25"),
        w="№ 5",
    )
    assert html == "7,3 7\u00a0% 2\u00a0дня №\u00a05"
