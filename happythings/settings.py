"""Every setting in one file, read from the environment. README and docs/settings.md say what each variable does."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from happythings.counting import roomy
from happythings.logs import without_traceback
from happythings.providers import Providers
from happythings.secret import read_or_make_secret
from happythings.site_urls import host_of, origin_of, usual_urls

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Everything the server writes lives under this one folder: database, photos, the secret key, collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PHOTO_DIR = DATA_DIR / "photos"
EXPORT_DIR = DATA_DIR / "exports"

# Server processes, which share nothing but database and files; the supervisor sets it for its workers.
WORKERS = env.int("WORKERS", default=1)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_make_secret(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# The addresses people type, scheme and port included: the one source for hosts, CSRF origins and socket origins.
_port = env.int("PORT", default=8000)
# TLS ends in this very server, with a certificate made here (happythings/certificates.py).
HTTPS = env.bool("HTTPS", default=False)
TLS_DIR = DATA_DIR / "tls"
SITE_URLS: list[str] = env.list("SITE_URLS", default=usual_urls(_port, https=HTTPS))
SITE_ORIGINS = [origin_of(url) for url in SITE_URLS]
ALLOWED_HOSTS = sorted({host_of(origin) for origin in SITE_ORIGINS})
CSRF_TRUSTED_ORIGINS = SITE_ORIGINS
SECURE = all(origin.startswith("https://") for origin in SITE_ORIGINS)

# Google, Kakao, Naver, OpenID Connect: those whose keys are set.
PROVIDERS = Providers(env)

INSTALLED_APPS = [
    "daphne",
    "happythings.apps.HappyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    *PROVIDERS.apps,
    "allauth.usersessions",
    "happythings.apps.HappyThingsConfig",
    "accounts",
    "gallery",
    "capture",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "happythings.json_guard.json_guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "happythings.urls"
ASGI_APPLICATION = "happythings.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.theme.theme",
            ],
        },
    },
]

# WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so that two writers wait for each
# other instead of failing with "database is locked" halfway.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "happythings.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # On disk in tests too: the server's threads and the test must see one database.
        "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The limits on wrong passwords count here: in this process, or in files where there are several of them.
CACHES = {
    "default": roomy(
        env.cache_url(
            "CACHE_URL", default="locmemcache://happythings" if WORKERS == 1 else f"filecache://{DATA_DIR / 'cache'}"
        )
    )
}

# Mail is printed to the console unless EMAIL_URL says where it goes. Whoever can send mail asks for a verified address.
EMAIL_URL = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(EMAIL_URL)
VERIFY_EMAIL = env.bool("VERIFY_EMAIL", default=bool(env.str("EMAIL_URL", default="")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Happy Things <noreply@localhost>")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.LoginForm", "signup": "accounts.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*" if VERIFY_EMAIL else "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if VERIFY_EMAIL else "optional"
# A new address takes the old one's place once its link was opened, and not before.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
# An address that has an account already is told so by mail, never on the page.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Happy Things] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# allauth's own figures, written down because they are promised: the sixth wrong password in five minutes is a 429.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# How many proxies stand in front; with 0 nobody can pretend to be elsewhere with X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
HEADLESS_CLIENTS = ("app",)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Happy Things"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_ADAPTER = "accounts.session_ends.UserSessionsAdapter"
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
# Then the admin site opens for staff only once they have set one up.
STAFF_NEEDS_2FA = env.bool("STAFF_NEEDS_2FA", default=False)
SOCIALACCOUNT_PROVIDERS = PROVIDERS.settings
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
# Of all catalogues this one is read last: where Django or allauth say the same thing otherwise, our words win.
LOCALE_PATHS = [BASE_DIR / "happythings" / "locale"]
FORMAT_MODULE_PATH = "happythings.formats"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "happythings.staticfiles.ModuleManifestStorage"},
}

# Names of our own: on localhost every port shares the same cookies. "__Host-" ties them to this very host.
_COOKIE_PREFIX = "__Host-happythings_" if SECURE else "happythings_"
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
LANGUAGE_COOKIE_AGE = 31_536_000
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "happythings.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE  # normally the proxy that ends TLS has redirected already
# The page that helps to trust our own certificate must show where it is not trusted yet.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", *(["^trust/", "^static/"] if HTTPS else [])]
# Not with a certificate of our own: it would close every other port of the same host, and the way around a warning.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE and not HTTPS else 0
# Not for us to promise: other names under the same domain (W005), and an entry in every browser's preload list (W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE and not HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "microphone": [],
    "geolocation": [],
    "display-capture": [],
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Safari before 15.4 does not count the socket's scheme as the page's own.
        "connect-src": [SELF, *(f"ws{origin.removeprefix('http')}" for origin in SITE_ORIGINS)],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *PROVIDERS.origins],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.SessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "accounts.permissions.IsStaying"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["gallery.api.parsers.GuardedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["gallery.api.throttles.PersonThrottle"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # OPTIONS would describe forms that no client of ours asks for; the schema describes more.
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "gallery.api.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_RATE = env.str("API_RATE", default="600/min")
SPECTACULAR_SETTINGS = {
    "TITLE": "Happy Things",
    "DESCRIPTION": "Photos of happy moments, their memos and their PNG cards.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "EmotionEnum": "gallery.models.EMOTION_CHOICES",
        "FaceEmotionEnum": "gallery.api.picture_serializers.FACE_EMOTIONS",
        "KindEnum": "gallery.models.JobKind",
        "NoticeKindEnum": "gallery.models.NoticeKind",
        "ReportStateEnum": "gallery.models.ReportState",
        "AppealStateEnum": "gallery.models.AppealState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "gallery.api.schema.add_common_errors",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# What each person may keep, and how many photos in 24 hours; 0 is no limit, and staff may set others for one person.
QUOTA_MB = env.int("QUOTA_MB", default=10_240)
PHOTOS_PER_DAY = env.int("PHOTOS_PER_DAY", default=5_000)

# Where new people's shared photos wait until staff have looked at them; after so many of them a person is trusted (0:
# only staff say so).
SHARES_WAIT_FOR_REVIEW = env.bool("SHARES_WAIT_FOR_REVIEW", default=False)
TRUSTED_AFTER = env.int("TRUSTED_AFTER", default=5)

# So much of the disk no export takes: photos that cameras keep come first.
DISK_RESERVE_MB = env.int("DISK_RESERVE_MB", default=512)

# How many threads look at frames; 0 is one a core, four at most.
ENGINE_THREADS = env.int("ENGINE_THREADS", default=0)
# The expression model's folder; another one can be tried without touching the code.
EXPRESSION_WEIGHTS_DIR = Path(env.str("EXPRESSION_WEIGHTS_DIR", default=str(BASE_DIR / "mlmodels" / "weights")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"no_traceback": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.security.DisallowedHost": {"filters": ["no_traceback"]},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
