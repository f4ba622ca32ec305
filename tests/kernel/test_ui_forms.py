from datetime import date

from django import forms
from django.template import Context, Template

KINDS = [("a", "Очно"), ("b", "Заочно")]


class Sample(forms.Form):
    title = forms.CharField(label="Название", help_text="Так увидят в календаре.")
    hours = forms.IntegerField(label="Часы", required=False)
    day = forms.DateField(label="Дата", initial=date(2026, 3, 5))
    kind = forms.ChoiceField(label="Вид", choices=KINDS, widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Согласен", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def drawn(source: str, form: forms.Form) -> str:
    return Template(source).render(Context({"form": form}))


def test_help_and_error_are_tied_to_the_control():
    html = drawn("{{ form }}", Sample({"token": "1"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_out_is_marked():
    html = drawn("{% form_fields form %}", Sample())
    assert html.count("необязательно") == 1
    assert "необязательно" not in drawn("{% form_fields form optional=False %}", Sample())


def test_a_date_is_asked_by_a_date_control():
    html = drawn("{{ form }}", Sample())
    assert 'type="date"' in html
    assert 'value="2026-03-05"' in html


def test_an_iso_date_is_accepted():
    form = Sample({"title": "Т", "day": "2026-03-05", "kind": "a", "token": "1"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 5)


def test_a_group_of_choices_is_a_fieldset():
    html = drawn("{{ form }}", Sample())
    assert '<fieldset class="field" id="id_kind_group"' in html
    assert "<legend>Вид" in html


def test_the_summary_links_to_each_wrong_field():
    html = drawn("{% error_summary form %}", Sample({"token": "1"}))
    assert 'href="#id_title"' in html
    assert 'href="#id_kind_group"' in html
    assert 'href="#id_hours"' not in html


def test_a_right_form_has_no_summary():
    assert drawn("{% error_summary form %}", Sample()).strip() == ""


def test_an_error_of_a_hidden_field_is_not_silent():
    html = drawn("{% error_summary form %}", Sample({"title": "Т", "day": "5.3.2026", "kind": "a"}))
    assert "<li>Обязательное поле.</li>" in html


def test_a_checkbox_stands_before_its_label():
    html = drawn("{{ form }}", Sample())
    assert html.index('name="agree"') < html.index("<span>Согласен</span>")
