"""Settings, read from the environment in the order a reader asks.

Everything dangerous is off unless switched on. `SECRET_KEY`, `ALLOWED_HOSTS` and the database
have no default: a half-set installation does not start.
"""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Identity
DEMO_MODE = env.bool("DEMO_MODE", default=False)  # invented people; MFA waived; marked on each page
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VERSION = "1.0"

# Apps
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "gvi.core",
    "agencies",
    "groups",
    "callins",
    "offers",
    "gvi.briefings",
    "gvi.desk",
]
ROOT_URLCONF = "gvi.urls"
WSGI_APPLICATION = "gvi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # int4: the wall compares arrays of them
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gvi.desk.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "gvi.core.forms.Renderer"

# Doors
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gvi.core.refusals.DatabaseGoneMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "agencies.middleware.ActorMiddleware",
    "agencies.middleware.WritingMiddleware",
    "agencies.middleware.LockMiddleware",
    "agencies.middleware.SecondFactorMiddleware",
    "agencies.middleware.PostedMiddleware",
    "gvi.core.refusals.RefusedMiddleware",
]
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "agencies.login.NoSignup"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO_MODE  # http://localhost; elsewhere HTTPS alone
MFA_FORMS = {
    "add_webauthn": "agencies.forms.KeyForm",
    "login_webauthn": "agencies.forms.LoginKeyForm",
}
MFA_TOTP_ISSUER = "Samverkan"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gvi.desk.errors.csrf_failure"
HTTPS = env.bool("HTTPS", default=not DEMO_MODE)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Database: the app's role serves, the owner's role migrates. No superuser, ever.
DATABASES = {
    "default": env.db("DATABASE_URL", engine="gvi.core.database"),
    "owner": env.db("DATABASE_OWNER_URL", default=env.str("DATABASE_URL")),
}
DATABASES["default"] |= {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # for a pooler in transaction mode
DATABASES["owner"]["ENGINE"] = "gvi.core.database"
DATABASE_ROUTERS: list[str] = []
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend is left out: agencies.grants

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [  # named here, so that our words win over those of the packages
    BASE_DIR / app / "locale"
    for app in ("gvi", "gvi/core", "gvi/briefings", "agencies", "groups", "callins", "offers")
]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# Mail says only that something is ready
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="samverkan@localhost")
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")

# Files
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "gvi" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Jobs. Their state lives in PostgreSQL; the queue may be lost at any time.
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
if REDIS_URL.startswith("unix://"):
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
else:
    CELERY_BROKER_URL = REDIS_URL
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "monday-briefings": {
        "task": "gvi.briefings.tasks.begin_week",
        "schedule": crontab(minute="0", hour="6", day_of_week="monday"),
    },
    "briefing-sweeper": {
        "task": "gvi.briefings.tasks.sweep",
        "schedule": timedelta(minutes=5),
    },
    "reminders": {
        "task": "offers.tasks.remind_everyone",
        "schedule": crontab(minute="*/15"),
    },
    "seal-ledger": {
        "task": "agencies.tasks.seal_ledgers",
        "schedule": timedelta(minutes=10),
    },
    "sweep-drafts": {
        "task": "agencies.tasks.sweep_drafts",
        "schedule": crontab(minute="30", hour="3"),
    },
}

# Interface for other systems
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["agencies.login.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gvi.core.refusals.api_exception_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samverkan",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "PartnershipState": "agencies.models.Partnership.State",
        "AgencyKind": "agencies.models.Agency.Kind",
        "PersonState": "groups.models.Person.State",
        "IncidentKind": "groups.models.Incident.Kind",
        "TieKind": "groups.models.PersonTie.Kind",
        "CallinState": "callins.models.Callin.State",
        "AttendanceOutcome": "callins.models.Attendance.Outcome",
        "TalkOutcome": "callins.models.Notification.Outcome",
        "AnswerChannel": "offers.models.OfferAnswer.Channel",
        "IntakeState": "offers.models.Intake.State",
        "IntakeEnding": "offers.models.Intake.Ending",
        "CaseEnding": "offers.models.Case.Ending",
        "StepKind": "offers.models.Step.Kind",
        "LetterKind": "offers.models.Letter.Kind",
        "MeasureKind": "offers.models.Measure.Kind",
        "FollowUpOutcome": "offers.models.FollowUp.Outcome",
        "FollowUpChannel": "offers.models.FollowUp.Channel",
        "IssueState": "gvi.briefings.models.Issue.State",
    },
}

# Logs carry no personal data: no names, no search terms, only opaque references
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # A failed query is logged with its parameters; a stack trace may hold a row.
        "django.db.backends": {"level": "WARNING"},
        **{name: {"level": "ERROR"} for name in ("pikepdf", "weasyprint", "fontTools")},
    },
}
