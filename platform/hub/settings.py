"""Settings, all from the environment; the README lists the variables."""

from csp.constants import NONE, SELF

from hub import environment as env

ROOT = env.ROOT
MAILLON_DOMAIN = env.text("MAILLON_DOMAIN", env.LOCAL_DOMAIN).lower()
LOCAL = MAILLON_DOMAIN == env.LOCAL_DOMAIN
MAILLON_PORT = env.text("MAILLON_PORT") if LOCAL else ""  # `make run` tells it, for links in mails
MAILLON_DEMO = env.demonstration(local=LOCAL)
MAILLON_OWNER = env.flag("MAILLON_OWNER")
MAILLON_ENTITLEMENT_MONTHS = 9  # the right once ran 6 or 9 months, renewable
MAILLON_REFERRAL_DAYS = 60  # without an answer, a referral is over
MAILLON_OFFER_HOURS = 72  # to answer when a place is offered
MAILLON_OPTION_DAYS = 30  # before and after the day a loan is due: when its device can be bought
# Where the accounts receive what the till takes (plan comptable général); a sale's own is its product's.
MAILLON_ACCOUNTS = {
    "cash": "530000", "card": "511500", "cheque": "511200", "voucher": "467000", "vat": "445710",
}  # fmt: skip
# Who issues invoices, calls for funds and receipts; {} where nobody has said it.
MAILLON_ISSUER = env.issuer(local=LOCAL)
# The rate of VAT on what sponsors buy, from each day on (CGI, art. 278); amounts are without it.
MAILLON_SERVICE_VAT = (("2014-01-01", "20"), ("2000-04-01", "19.6"))
MAILLON_PAYMENT_DAYS = 30  # to pay what is issued, when nothing else is said (C. com., art. L441-10)
MAILLON_REMINDER_DAYS = (1, 15, 30)  # after the due day
# Alerts. Under six places of ten a group is not held (the least of a version, unless it says otherwise).
MAILLON_UNDERFILLED_DAYS = 10  # before the first day of a group that is not full enough
MAILLON_UNDERFILLED_PERCENT = 60  # of its places taken: from there on it is full enough
MAILLON_UNLOCKED_DAYS = 7  # that a sheet may wait to be closed
MAILLON_LAPSING_DAYS = 60  # before what was given ends: time enough for a last group
MAILLON_ABSENCE_ALERT = 2  # absences in a row, not excused, before the team is told
MAILLON_MFA_REQUIRED = not MAILLON_DEMO
# Where the builder writes the exports of antennes: on its own disk, never served.
MAILLON_EXPORTS = env.text("MAILLON_EXPORTS", str(ROOT / ".maillon" / "exports"))
MAILLON_GIFTS = env.gifts(local=LOCAL)  # why gifts to the network lower a tax; {} where they do not
DEBUG = LOCAL and env.flag("MAILLON_DEBUG")
SECRET_KEY = env.secret_key(local=LOCAL)
MAILLON_TILL_KEY = env.till_key(local=LOCAL)
MAILLON_CARD_KEYS = env.card_keys(local=LOCAL)

# --- hosts -------------------------------------------------------------------------------------
ALLOWED_HOSTS = [MAILLON_DOMAIN, f".{MAILLON_DOMAIN}"]
ROOT_URLCONF = "hub.urls_antenne"
MAILLON_URLCONFS = {
    "front": "hub.urls_front",
    "national": "hub.urls_national",
    "partner": "hub.urls_partner",
    "antenne": "hub.urls_antenne",
}
WSGI_APPLICATION = "hub.wsgi.application"

# --- floors (django-tenants routes by app) -----------------------------------------------------
SHARED_APPS = [
    "django_tenants",
    "tenants.network",
    "programs.catalogue",
    "billing.tariffs",
    "billing.sponsoring",
    "hub.rollup",
    "hub",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "knox",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "django_cotton",
    "lucide",
    "csp",
    "procrastinate.contrib.django",
    "kit.journal",
    "kit.idempotency",
    "kit.ui",
]
TENANT_APPS = [
    "django.contrib.sessions",
    "kit.journal",
    "kit.idempotency",
    "kit.marks",
    "tenants.welcome",
    "programs.cohorts",
    "billing.equipment",
    "billing.counter",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]
TENANT_MODEL = "network.Antenne"
TENANT_DOMAIN_MODEL = "network.Domain"
PUBLIC_SCHEMA_URLCONF = "hub.urls_front"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

# --- database ----------------------------------------------------------------------------------
_database, MAILLON_APP_LOGIN = env.databases(as_owner=MAILLON_OWNER, local=LOCAL)
# Roles are cluster-wide: their names carry the database's name.
MAILLON_ROLE_PREFIX = env.text("MAILLON_ROLE_PREFIX", _database["NAME"])
DATABASES = {
    "default": _database
    | {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": {}
        if MAILLON_OWNER
        else {
            # Django's own "assume_role" waits for ever in front of the pool (it asks it for a connection).
            "options": f"-c role={MAILLON_ROLE_PREFIX}_nobody -c search_path=pg_catalog",
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10}
            if env.flag("MAILLON_POOL", default=True)
            else False,
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- requests ----------------------------------------------------------------------------------
MIDDLEWARE = [
    "hub.health.HealthMiddleware",
    "hub.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.network.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.network.middleware.AccessMiddleware",
    "hub.doors.files_opened.FilesOpenedMiddleware",
    "kit.ui.middleware.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.shell.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "kit.ui.templatetags.kit_format",
            ],
        },
    }
]

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = ["tenants.network.signin.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tenants.network.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a signed link sent to the address
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenants.network.signin.ResetTokens"  # noqa: S105
# The limits on tries are kept by address: in production that of the client, which our proxy tells.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if LOCAL else 1
MFA_ADAPTER = "tenants.network.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Maillon"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# --- cookies and transport ----------------------------------------------------------------------
# A cookie belongs to one host: __Host- forbids a domain, and asks for TLS.
_COOKIE = "maillon-{}" if LOCAL else "__Host-maillon-{}"
SESSION_COOKIE_NAME = _COOKIE.format("session")
CSRF_COOKIE_NAME = _COOKIE.format("csrf")
LANGUAGE_COOKIE_NAME = _COOKIE.format("language")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SECURE_SSL_REDIRECT = not LOCAL
SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
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
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- French, UTC inside --------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# --- files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None if LOCAL else ROOT / "staticfiles"  # on a developer's machine, from the sources
WHITENOISE_USE_FINDERS = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- outside world ---------------------------------------------------------------------------------
vars().update(env.email(env.text("EMAIL_URL", "file:" if LOCAL else "")))
DEFAULT_FROM_EMAIL = f"Maillon <ne-pas-repondre@{MAILLON_DOMAIN}>"
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = env.text("STRIPE_API_BASE")
SENTRY_DSN = env.text("SENTRY_DSN")

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "hub.api.authentication.SiteToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["hub.api.permissions.Declared"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kit.api.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kit.api.negotiation.AlwaysJSON",
    "DEFAULT_PAGINATION_CLASS": "hub.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "kit.api.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": [],
    "DEFAULT_THROTTLE_RATES": {"sign_in": "10/min", "open_data": "60/min"},
    "NUM_PROXIES": 0 if LOCAL else 1,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "hub.api.errors.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Maillon",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["kit.api.schema.declare_errors"],
}
REST_KNOX = {"TOKEN_LIMIT_PER_USER": 20, "AUTO_REFRESH": False}

# --- worker ----------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["hub.tasks", "hub.builder.tasks"]

# --- traces: ids, never names -----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hub.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # The request log of our own says the same with the antenne and without query strings.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
