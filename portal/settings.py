"""Settings, from the environment only; the table of them is in README.md.

Every command runs with none of them set. What real people reach (`PRODUCTION`, or any host but this machine's own)
must name its keys, its PostgreSQL and its virus scanner, and is refused otherwise.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from portal.keys import local_keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK_HOSTS)
PRODUCTION = env.bool("PRODUCTION", False) or any(host not in LOOPBACK_HOSTS for host in ALLOWED_HOSTS)
DEBUG = env.bool("DEBUG", False)
DEMONSTRATION = env.bool("DEMONSTRATION", False)

PORTAL_NAME = env.str("PORTAL_NAME", "Outcomes and prizes")
PORTAL_COLOUR = env.str("PORTAL_COLOUR", "")
PORTAL_LOGO = env.str("PORTAL_LOGO", "")
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", "http://localhost:8000")
PORTAL_EMAIL = env.str("PORTAL_EMAIL", "portal@example.org")
OCID_PREFIX = env.str("OCID_PREFIX", "ocds-demo00")
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not DEMONSTRATION)

if PRODUCTION and DEMONSTRATION:
    raise ImproperlyConfigured("DEMONSTRATION: its accounts have a published password; not where real people work.")
if PRODUCTION and not REQUIRE_SECOND_FACTOR:
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR: real use needs it for all who decide about others' bids.")
if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY")
    SEALING_KEY = env.str("SEALING_KEY")
else:
    _keys = local_keys(VAR_DIR)
    SECRET_KEY = env.str("SECRET_KEY", _keys["SECRET_KEY"])
    SEALING_KEY = env.str("SEALING_KEY", _keys["SEALING_KEY"])

INSTALLED_APPS = [
    "portal",
    "portal.demonstration",
    "portal.workspace",
    "portal.public",
    "cms",
    "bids.awards",
    "bids.evaluation",
    "bids.bidding",
    "challenges.publishing",
    "challenges.missions",
    "challenges.ground",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail.contrib.simple_translation",
    "wagtail",
    "modelcluster",
    "taggit",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
SITE_ID = 1

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.CmsContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.middleware.LoadViewer",
    "portal.middleware.SecondFactorGate",
    "cms.editor.middleware.RefusalsToMessages",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Immediate transactions: a reader that turns into a writer would otherwise fail at once with "database is locked".
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
    # Threads in tests need a file: the in-memory database's shared cache ignores the time-out.
    DATABASE["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", str(VAR_DIR / "test.sqlite3"))}
else:
    DATABASE["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    if "TEST_DATABASE_NAME" in env.ENVIRON:
        DATABASE["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME")}
if PRODUCTION and DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    raise ImproperlyConfigured("DATABASE_URL: real use needs PostgreSQL; the embedded SQLite is for trying things out.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if PRODUCTION and "locmem" in CACHES["default"]["BACKEND"]:
    raise ImproperlyConfigured("CACHE_URL: rate limits need a cache that all processes share, such as Redis.")

# Accounts: a person is an e-mail address. Password or a code by e-mail; TOTP and passkeys as second factor.
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.forms.accounts.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # said on the page that asks for the code
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 3 * 60  # said on the page that asks for the code
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "change_password": "portal.forms.passwords.NewPasswordForm",
    "reset_password_from_key": "portal.forms.passwords.ForgottenPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "portal.accounts.AccountAdapter"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Beside allauth's own rates for signing in: what costs work, mail or patience (`challenges/ground/guards.py`).
ACCOUNT_RATE_LIMITS = {
    # The first code and both that may be asked for anew: a code that is held back would void the one before it.
    "confirm_email": "3/m/key",
    "ask_question": "10/h/user",
    "check_receipt": "30/m/ip",
    "invite": "60/h/user",
    "make_pdf": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "portal.forms.keys.AddKeyForm"}
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "portal.accounts.SecondFactorAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", PRODUCTION)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    # The CMS shows a page's preview in a frame, with the portal's own policy.
    "frame-ancestors": [CSP.SELF],
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(VAR_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = str(VAR_DIR / "media")
PRIVATE_ROOT = str(VAR_DIR / "private")
_s3 = env.str("STORAGE_URL", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Never below MEDIA_ROOT: what is here is only ever streamed by a view that asks the scopes.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if _s3:
    # s3://bucket or s3://bucket@endpoint-host:port ; credentials come from the usual AWS variables.
    _bucket, _, _endpoint = _s3.removeprefix("s3://").partition("@")
    _s3_options = {"bucket_name": _bucket, "file_overwrite": False, "default_acl": None}
    if _endpoint:
        _s3_options["endpoint_url"] = _endpoint if "://" in _endpoint else f"https://{_endpoint}"
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3_options, "location": "public", "querystring_auth": False},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3_options, "location": "private"},
    }
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", 25_000_000)
MAX_NOTICE_BYTES = 5_000_000
# How many evaluators must judge each criterion before bids may be opened; with one, the officer is warned.
MINIMUM_EVALUATORS = env.int("MINIMUM_EVALUATORS", 2)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# What is uploaded into a bid is encrypted as it is read; its views set this handler instead of those above.
SEALED_UPLOAD_HANDLER = "portal.uploads.SealingUploadHandler"
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "")
if PRODUCTION and not CLAMAV_ADDRESS:
    raise ImproperlyConfigured("CLAMAV_ADDRESS: real use needs a virus scanner (ClamAV's host:port).")

# Mail: the default mailer writes outbox rows in the caller's transaction; the worker hands them to "delivery".
DEFAULT_FROM_EMAIL = SERVER_EMAIL = PORTAL_EMAIL
if PRODUCTION and not env.str("EMAIL_URL", ""):
    raise ImproperlyConfigured("EMAIL_URL: real use needs a mail server; the console would show everyone's codes.")
_mail = env.email_url("EMAIL_URL", default="consolemail://")
if _mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    _delivery = {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"],
            "password": _mail["EMAIL_HOST_PASSWORD"],
            "use_tls": _mail.get("EMAIL_USE_TLS", False),
            "use_ssl": _mail.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        },
    }
else:
    _delivery = {"BACKEND": "portal.mail.ConsoleAndFileBackend", "OPTIONS": {"file_path": str(VAR_DIR / "mail")}}
MAILERS = {"default": {"BACKEND": "portal.mail.OutboxBackend"}, "delivery": _delivery}

# Celery: a local folder as the broker unless one is named.
_queue_dir = VAR_DIR / "queue"
OUTBOX_ANNOUNCER = "portal.tasks.announce"

# What a room needs of one above it, which it must not import.
BESIDE_A_BID = {
    "summaries": "bids.awards.selectors.scopes.summaries_to_bidders",
    "late_admission": "bids.evaluation.selectors.late_admission.late_admission_of",
    "figures": "bids.evaluation.views.own_figures.figures_of_draft",
}
RESTING_ON_A_RANKING = "bids.awards.services.resting.RESTING"
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost//")
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {"tick": {"task": "portal.tick", "schedule": 60.0, "options": {"expires": 55}}}
if CELERY_BROKER_URL.startswith("filesystem://"):
    for _name in ("messages", "processed", "control"):
        (_queue_dir / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue_dir / "messages"),
        "data_folder_out": str(_queue_dir / "messages"),
        "processed_folder": str(_queue_dir / "processed"),
        "control_folder": str(_queue_dir / "control"),
        "store_processed": False,
    }
else:
    # Whoever saves something announces it to the broker: one that is down or hangs must be found out quickly.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 3,
        "socket_timeout": 5,
        "max_retries": 0,
        "visibility_timeout": 900,
    }
TASKS = {"default": {"BACKEND": "portal.task_backend.CeleryBackend"}}

WAGTAIL_SITE_NAME = PORTAL_NAME
WAGTAILADMIN_BASE_URL = PORTAL_ADDRESS
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# Addresses and passwords are changed where allauth verifies them, never in the editor.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.AuthorityDocument"
WAGTAILEMBEDS_FINDERS = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "portal": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO"), "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
