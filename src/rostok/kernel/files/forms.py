"""A field of a form that takes a kept file: refused words stand at the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.files.kinds import (
    ACCEPT,
    EMPTY,
    LARGEST,
    TOO_LARGE,
    kind_of_content,
    refuse_foreign_extension,
)


class KeptFileField(forms.FileField):
    """Gives the upload, checked; the service keeps it: `keep_file(actor, scan, name=scan.name)`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("PDF, JPG, PNG, DOCX или XLSX, до 10 МБ."))
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        options["error_messages"] = {
            "required": _("Выберите файл."),
            "empty": EMPTY,
            **options.get("error_messages", {}),
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file is not initial:
            if file.size > LARGEST:
                raise ValidationError(TOO_LARGE)
            try:
                refuse_foreign_extension(file.name, kind_of_content(file))
            except RuleViolation as refusal:
                raise ValidationError(refusal.message) from refusal
        return file
