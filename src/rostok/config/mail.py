"""Which server letters leave by, from one variable of the environment."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
PORTS = {"tls": 465, "starttls": 587, "plain": 25}
SCHEMES = ("smtp", "smtps")
LARGEST_PORT = 65535


@dataclass(frozen=True)
class Mail:
    """Without a host letters are printed. `security`: «tls» at once, «starttls» or «plain»."""

    backend: str = CONSOLE
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "plain"


def read_mail_url(url: str) -> Mail:
    """`smtps://user:password@host`, `smtp://…`, or nothing. Wrong ones raise `ValueError`.

    A password never goes over the wire in clear: with one, `smtp://` means STARTTLS, and so does
    `?starttls=1` without one. Signs like @ and / in the password are written as %40 and %2F.
    """
    if not url:
        return Mail()
    address = urlsplit(url)
    if address.scheme not in SCHEMES or not address.hostname:
        raise ValueError("нужно smtp://имя:пароль@сервер:587 или smtps://имя:пароль@сервер:465")
    user, password = unquote(address.username or ""), unquote(address.password or "")
    if not (user + password).isascii():
        raise ValueError(
            "имя и пароль почты — латинские буквы, цифры и знаки: смените пароль ящика"
        )
    security = security_of(address)
    return Mail(
        backend=SMTP,
        host=address.hostname,
        port=port_of(address) or PORTS[security],
        user=user,
        password=password,
        security=security,
    )


def security_of(address: SplitResult) -> str:
    options = dict(parse_qsl(address.query))
    unknown = set(options) - {"starttls"}
    if unknown or options.get("starttls", "1") not in ("0", "1"):
        raise ValueError("после «?» бывает только starttls=0 или starttls=1")
    if address.scheme == "smtps":
        return "tls"
    wanted = options.get("starttls", "1" if address.password else "0")
    if wanted == "0" and address.password:
        raise ValueError("с паролем связь шифруется всегда: уберите starttls=0")
    return "starttls" if wanted == "1" else "plain"


def port_of(address: SplitResult) -> int | None:
    try:
        return address.port
    except ValueError as error:
        raise ValueError(f"порт — число от 1 до {LARGEST_PORT}") from error
