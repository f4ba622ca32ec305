"""Errors that a person at the console can do something about, in their words."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db.utils import DatabaseError
from django.http import Http404

from rostok.kernel.errors import RuleViolation

EXPECTED = (
    RuleViolation,
    PermissionDenied,
    Http404,
    ImproperlyConfigured,
    ValidationError,
    DatabaseError,
    OSError,
)
NOTHING_TO_SAY = {True: "Такого нет.", False: "Нет права."}
NO_TABLE = ("no such table", "no such column", "does not exist")


def explain(error: Exception) -> str:
    """What is wrong and what to type next."""
    if isinstance(error, RuleViolation):
        return error.message
    if isinstance(error, DatabaseError):
        return explain_database(str(error))
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"Нет такого файла или папки: {error.filename}."
    if isinstance(error, OSError) and error.filename:
        return f"Не удалось открыть {error.filename}: {error.strerror}."
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) or NOTHING_TO_SAY[isinstance(error, Http404)]


def explain_database(message: str) -> str:
    first, _, _ = message.partition("\n")
    if any(sign in first for sign in NO_TABLE) and "database" not in first:
        return "База данных не подготовлена. Выполните: python manage.py migrate (или rostok demo)."
    return f"База данных не отвечает, проверьте DATABASE_URL. Её ответ: {message.strip()}"
