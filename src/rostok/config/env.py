"""The environment of an installation: `DATABASE_URL` and typed `ROSTOK_*` variables."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rostok.config.mail import read_mail_url

PREFIX = "ROSTOK_"


def split_words(value: Any) -> Any:
    """A comma-separated variable as a list."""
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


Words = Annotated[list[str], BeforeValidator(split_words)]


# An empty variable is no day.
Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]


MailServer = Annotated[str, AfterValidator(lambda url: read_mail_url(url) and url)]
SECRET = ("email_url", "secret_key")
WANTED = {
    "bool_parsing": "нужно 1 или 0",
    "int_parsing": "нужно целое число",
    "greater_than_equal": "нужно не меньше {ge}",
    "less_than_equal": "нужно не больше {le}",
    "date_from_datetime_parsing": "нужна дата ГГГГ-ММ-ДД",
}


class Environment(BaseModel):
    """Settings a person may give; each is `ROSTOK_<NAME>`. An unknown one refuses to start."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Path(".rostok")
    packs: Path = Path(__file__).resolve().parents[3] / "packs"
    demo: bool = False
    debug: bool = False
    secret_key: str = ""
    allowed_hosts: Words = Field(default_factory=lambda: ["localhost", "127.0.0.1", "[::1]"])
    trusted_origins: Words = Field(default_factory=list)
    https: bool = False
    proxies: int = Field(default=0, ge=0)
    site_url: str = ""
    email_url: MailServer = ""
    email_from: str = "rostok@localhost"
    time_zone: str = "Europe/Moscow"
    worker: bool = True
    second_step_from: Day = None
    web_threads: int = Field(default=8, ge=1, le=64)

    def prepared_home(self) -> Path:
        """The folder of the database, the files and the secret; made when missing."""
        home = self.home.expanduser().resolve()
        home.mkdir(parents=True, exist_ok=True)
        return home

    def site(self) -> str:
        """Where the site opens, for letters: as given, else by the origins and hosts."""
        hosts = [host for host in self.allowed_hosts if not host.startswith((".", "*"))]
        scheme = "https" if self.https else "http"
        guessed = [*self.trusted_origins, *(f"{scheme}://{host}" for host in hosts)]
        return (self.site_url or next(iter(guessed), "")).rstrip("/")

    def secret(self) -> str:
        """The given secret, else one kept in the home folder, readable by its owner only."""
        return self.secret_key or kept_secret(self.prepared_home() / "secret")


def kept_secret(path: Path) -> str:
    """A random secret that survives restarts; the first of two starting processes wins."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii")


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The `ROSTOK_*` variables, checked; every wrong one is named at once, in Russian."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in variables.items()
        if name.startswith(PREFIX)
    }
    try:
        return Environment.model_validate(given)
    except ValidationError as error:
        raise ImproperlyConfigured("\n".join(map(describe, error.errors()))) from error


def describe(problem: Any) -> str:
    field = ".".join(str(part) for part in problem["loc"])
    name = PREFIX + field.upper()
    if problem["type"] == "extra_forbidden":
        known = ", ".join(sorted(PREFIX + field.upper() for field in Environment.model_fields))
        return f"{name}: такой настройки нет. Есть: {known}."
    given = "" if field in SECRET else f" «{problem['input']}»"
    wanted = WANTED.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    return f"{name}: значение{given} не подходит ({wanted.format(**problem.get('ctx', {}))})."
