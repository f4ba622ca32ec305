"""Django settings of the installation. What a person may change stands in `env.Environment`."""

import os

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from rostok.config.databases import read_database_url, tuned
from rostok.config.env import kept_secret, read_environment
from rostok.config.mail import read_mail_url

ENV = read_environment(os.environ)
HOME = ENV.prepared_home()

SECRET_KEY = ENV.secret()
PERSON_KEY = kept_secret(HOME / "person.key")  # hashes СНИЛС; lost with it, matching is lost
DEBUG = ENV.debug
DEMO = ENV.demo
PACKS_DIR = ENV.packs
OWN_PACKS_DIR = HOME / "packs"
FILES_DIR = HOME / "files"
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
ROOT_URLCONF = "rostok.config.urls"
WSGI_APPLICATION = "rostok.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Top floor first; docs/adr and tests/architecture keep the order.
ROSTOK_PACKAGES = [
    "rostok.config",
    "rostok.web",
    "rostok.parties",
    "rostok.roadmaps",
    "rostok.staff",
    "rostok.snapshots",
    "rostok.indicators",
    "rostok.documents",
    "rostok.notifications",
    "rostok.privacy",
    "rostok.accounts",
    "rostok.people",
    "rostok.orgs",
    "rostok.packs",
    "rostok.kernel",
]
INSTALLED_APPS = [
    *ROSTOK_PACKAGES,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rostok.accounts.middleware.ActorMiddleware",
    "rostok.kernel.middleware.RuleViolationMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["rostok.kernel.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rostok.kernel.ui.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "rostok.kernel.ui.forms.FormRenderer"
DJANGO_TABLES2_TEMPLATE = "kernel/table.html"

DATABASES = {
    "default": tuned(
        read_database_url(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'rostok.sqlite3'}")
    )
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "rostok.accounts.backends.CodeBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "rostok.accounts.passwords.RussianCommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rostok.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Росток: "
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_FORMS = {"login": "rostok.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# axes counts failures, by user and address together; a whole school signs in from one address.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "300/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 7
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "rostok.accounts.adapter.counted_name"
AXES_CLIENT_IP_CALLABLE = "rostok.accounts.adapter.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a child cannot lock a teacher for ever
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code"]
AXES_LOCKOUT_CALLABLE = "rostok.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True

SECOND_STEP_FROM = ENV.second_step_from
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Росток"
MFA_TOTP_TOLERANCE = 1  # a clock of a phone may be half a minute off
MFA_FORMS = {
    "authenticate": "rostok.accounts.forms.SecondStepForm",
    "reauthenticate": "rostok.accounts.forms.ProveAgainForm",
}

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rostok.accounts.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 180 if ENV.https else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "ru"
FILTERS_EMPTY_CHOICE_LABEL = "все"
LANGUAGES = [("ru", _("Русский"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone
USE_THOUSAND_SEPARATOR = False  # years and identifiers are not counts; the ui filters group digits

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR},
    },
    "staticfiles": {"BACKEND": "rostok.config.storage.StaticStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

SITE_URL = ENV.site()
MAIL = read_mail_url(ENV.email_url)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.security == "tls", MAIL.security == "starttls"
EMAIL_TIMEOUT = 20  # seconds; a server that is silent holds up nobody for long
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"rostok": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
