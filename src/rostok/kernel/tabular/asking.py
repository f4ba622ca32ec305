"""Forms that ask a person what a file means: its columns, and words that no list knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process
from xlsxwriter.utility import xl_col_to_name

from rostok.kernel.access import Actor
from rostok.kernel.models import ImportBatch
from rostok.kernel.tabular.cells import CellError, as_text, is_blank
from rostok.kernel.tabular.columns import Column, Day
from rostok.kernel.tabular.headers import (
    MOST_DEPTH,
    SEARCHED_ROWS,
    guess_header,
    header_at,
    ignored_titles,
    listed,
    missing,
)
from rostok.kernel.tabular.layouts import Layout, layout_of, readable_sheets
from rostok.kernel.tabular.limits import LIMITS
from rostok.kernel.tabular.reading import Book, Sheet
from rostok.kernel.tabular.specs import Context, ImportSpec
from rostok.kernel.text import norm

ALL_SHEETS = "*"
SAMPLED_ROWS, SAMPLES, SAMPLE_LENGTH = 300, 3, 40
SHOWN_ROWS, SHOWN_LENGTH = 12, 24
MANY_OPTIONS, OFFERED = 100, 8
SURE = 85


def guessed_layout(book: Book, spec: ImportSpec) -> Layout:
    """The best guess at a file nobody has explained yet: the sheet that names most columns."""
    found = [(sheet, guess_header(sheet, spec.columns)) for sheet in readable_sheets(book)]
    sheet, header = max(found, key=lambda pair: len(pair[1].places) if pair[1] else 0)
    if header is None:
        return read_at(sheet, sheet.rows[0].number, 1, spec)
    return read_at(sheet, sheet.rows[header.index - header.depth + 1].number, header.depth, spec)


def read_at(sheet: Sheet, header: int, depth: int, spec: ImportSpec) -> Layout:
    """The columns of a sheet whose header begins at this row; 0 means that it has none."""
    if not header:
        return Layout(sheet=sheet.title, header=0, depth=1)
    first = next((at for at, row in enumerate(sheet.rows) if row.number >= header), 0)
    index = min(first + depth, len(sheet.rows)) - 1
    return layout_of(sheet, header_at(sheet, index, index - first + 1, spec.columns))


def width_of(sheet: Sheet, layout: Layout) -> int:
    rows = sheet.rows[:SAMPLED_ROWS]
    widest = max((len(row.cells) for row in rows), default=0)
    return min(max(widest, len(layout.titles)), LIMITS.columns)


def samples_of(sheet: Sheet, layout: Layout, width: int) -> list[list[str]]:
    """A few different values of each column under the header."""
    found: list[list[str]] = [[] for _place in range(width)]
    last = layout.header + layout.depth - 1 if layout.header else 0
    for row in sheet.rows[:SAMPLED_ROWS]:
        for place, cell in enumerate(row.cells[:width] if row.number > last else ()):
            text = as_text(cell)[:SAMPLE_LENGTH]
            if len(found[place]) < SAMPLES and not is_blank(cell) and text not in found[place]:
                found[place].append(text)
    return found


@dataclass(frozen=True)
class AskedColumn:
    """A column of the file as the page asks about it."""

    letter: str
    title: str
    samples: str
    field: Any


class LayoutForm(forms.Form):
    """Which column of the file is which, and what is the same for the whole file."""

    sheet = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    header = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    depth = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_DEPTH)
    all_sheets = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, actor: Actor, spec: ImportSpec, context: Context, sheet: Sheet,
        layout: Layout,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial_of(layout))
        self.spec, self.layout = spec, layout
        self.width = width_of(sheet, layout)
        self.samples = samples_of(sheet, layout, self.width)
        choices = [("", _("не загружать")), *self.offered_columns()]
        for place in range(self.width):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"aria-label": self.name_of(place)}),
            )
        for column in spec.columns:
            if column.constant:
                offered = spec.vocabulary(actor, context, column)
                if len(offered) != 1:
                    self.fields[f"constant_{column.code}"] = constant_field(column, offered)
        self.fields["remember"] = forms.BooleanField(
            label=_("Запомнить для следующих файлов с такими же столбцами"),
            required=False,
            initial=True,
        )

    def offered_columns(self) -> list[tuple[str, str]]:
        return [
            (column.code, f"{column.title} *" if column.required else column.title)
            for column in self.spec.columns
            if not column.hidden
        ]

    def name_of(self, place: int) -> str:
        title = self.layout.titles[place] if place < len(self.layout.titles) else ""
        return f"{xl_col_to_name(place)}: {title}" if title else xl_col_to_name(place)

    def asked_columns(self) -> Iterator[AskedColumn]:
        """The columns that hold anything."""
        for place in range(self.width):
            title = self.layout.titles[place] if place < len(self.layout.titles) else ""
            if title or self.samples[place]:
                letter, samples = xl_col_to_name(place), " · ".join(self.samples[place])
                yield AskedColumn(letter, title, samples, self[f"column_{place}"])

    def constants(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("constant_")]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = [given.get(f"column_{place}") for place in range(self.width)]
        for code in {code for code in chosen if code and chosen.count(code) > 1}:
            title = self.spec.column(code).title
            self.add_error(None, f"«{title}» выбрано дважды. Оставьте один столбец.")
        columns, constants = self.chosen_columns(given), self.chosen_constants(given)
        absent = missing({*columns, *constants}, self.spec.columns)
        if absent:
            titles = listed(column.title for column in absent)
            self.add_error(None, f"Укажите, где в файле {titles}, или задайте одно значение ниже.")
        return given

    def chosen_columns(self, given: Mapping[str, Any]) -> dict[str, int]:
        return {
            code: place for place in range(self.width) if (code := given.get(f"column_{place}"))
        }

    def chosen_constants(self, given: Mapping[str, Any]) -> dict[str, str]:
        marked = {name: value for name, value in given.items() if name.startswith("constant_")}
        return {name.removeprefix("constant_"): value for name, value in marked.items() if value}

    def chosen_layout(self) -> Layout:
        columns = self.chosen_columns(self.cleaned_data)
        return replace(
            self.layout,
            columns=columns,
            constants=self.chosen_constants(self.cleaned_data),
            all_sheets=self.cleaned_data["all_sheets"],
            ignored=ignored_titles(self.layout.titles, columns),
        )


def initial_of(layout: Layout) -> dict[str, Any]:
    return {
        "sheet": layout.sheet,
        "header": layout.header,
        "depth": layout.depth,
        "all_sheets": layout.all_sheets,
        **{f"column_{place}": code for code, place in layout.columns.items()},
        **{f"constant_{code}": text for code, text in layout.constants.items()},
    }


def constant_field(column: Column, offered: Sequence[tuple[str, str]]) -> forms.Field:
    options: dict[str, Any] = {
        "label": column.title,
        "required": False,
        "help_text": column.help if column.hidden else "",
    }
    if offered:
        return forms.ChoiceField(choices=[("", _("как в файле")), *offered], **options)
    return ConstantField(column, **options)


class ConstantField(forms.CharField):
    """A value read by the column's own parser, kept as it was typed."""

    def __init__(self, column: Column, **options: Any) -> None:
        self.column = column
        hint = "дд.мм.гггг" if isinstance(column.parse, Day) else ""
        super().__init__(widget=forms.TextInput(attrs={"placeholder": hint}), **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            self.column.value_of(text)
        except CellError as error:
            raise forms.ValidationError(error.message) from error
        return text


def header_choices(sheet: Sheet) -> list[tuple[int, str]]:
    """The first rows, so that the header may be chosen among them."""
    rows = sheet.rows[:SEARCHED_ROWS]
    return [(row.number, f"{row.number}: {beginning(row.cells)}") for row in rows]


def beginning(cells: Sequence[Any]) -> str:
    texts = [as_text(cell)[:SHOWN_LENGTH] for cell in cells if not is_blank(cell)]
    return " · ".join(texts[:4])


def first_rows(sheet: Sheet, width: int) -> list[tuple[int, list[str]]]:
    return [
        (row.number, [as_text(row.cell(place))[:SAMPLE_LENGTH] for place in range(width)])
        for row in sheet.rows[:SHOWN_ROWS]
    ]


class SheetForm(forms.Form):
    """Which sheet, and where on it the header stands."""

    sheet = forms.ChoiceField(label=_("Лист"), required=False)
    header = forms.TypedChoiceField(label=_("Строка заголовка"), coerce=int)
    depth = forms.TypedChoiceField(
        label=_("Строк в заголовке"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_DEPTH + 1)],
    )

    def __init__(self, *, book: Book, sheet: Sheet, layout: Layout) -> None:
        chosen = ALL_SHEETS if layout.all_sheets else layout.sheet
        super().__init__(initial={"sheet": chosen, "header": layout.header, "depth": layout.depth})
        several = [(ALL_SHEETS, _("Все листы"))] if len(book.titles) > 1 else []
        if book.titles == ("",):
            del self.fields["sheet"]
        else:
            titles = [(title, title) for title in book.titles]
            self.fields["sheet"].choices = [*titles, *several]  # type: ignore[attr-defined]
        self.fields["header"].choices = [  # type: ignore[attr-defined]
            *header_choices(sheet),
            (0, _("заголовка нет")),
        ]


@dataclass(frozen=True)
class AskedWord:
    """A word as the page asks about it."""

    column: str
    word: str
    rows: int
    field: Any


class WordsForm(forms.Form):
    """What unknown words mean; a likely meaning is chosen beforehand, a person confirms it."""

    def __init__(self, data: Any, *, actor: Actor, spec: ImportSpec, batch: ImportBatch) -> None:
        super().__init__(data)
        self.spec = spec
        self.asked: list[tuple[str, str, int, str]] = []
        for code, words in batch.unknown.items():
            column = spec.column(code)
            offered = spec.vocabulary(actor, batch.context, column)
            for word, rows in words.items() if offered else ():
                name = f"word_{len(self.asked)}"
                self.asked.append((code, word, rows, name))
                self.fields[name] = word_field(column.title, word, offered)

    def shown(self) -> list[AskedWord]:
        return [
            AskedWord(self.spec.column(code).title, word, rows, self[name])
            for code, word, rows, name in self.asked
        ]

    def meanings(self) -> dict[tuple[str, str], str]:
        return {
            (code, word): self.cleaned_data[name]
            for code, word, _rows, name in self.asked
            if self.cleaned_data.get(name)
        }


def word_field(title: str, word: str, offered: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    shown = offered if len(offered) <= MANY_OPTIONS else likeliest(word, offered)
    best = next(
        (value for value, title in shown if fuzz.ratio(norm(word), norm(title)) >= SURE), ""
    )
    return forms.ChoiceField(
        choices=[("", _("не знаю")), *shown],
        required=False,
        initial=best,
        widget=forms.Select(attrs={"aria-label": f"{title}: {word}"}),
    )


def likeliest(word: str, offered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    titles = [norm(title) for _value, title in offered]
    found = process.extract(norm(word), titles, scorer=fuzz.WRatio, limit=OFFERED)
    return [offered[at] for _title, _score, at in found]
