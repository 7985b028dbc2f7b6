"""The suite's settings: quick hashing, tasks at once, mail in memory; the database is the one DATABASE_URL names."""

import atexit
import shutil
import tempfile

from .base import *
from .base import STORAGES

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"

CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "shared")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES = tempfile.mkdtemp(prefix="glokal-")
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
MEDIA_ROOT = f"{FILES}/media"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{FILES}/private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
SERVE_MEDIA = True
SHOW_STYLE_GUIDE = True
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}

# No test asks a real register, whatever the environment says.
ARES_URL = VIES_URL = ""
REGISTER_PAUSE = 0

# Demo content brings accounts whose passwords everybody knows.
ALLOW_DEMO_CONTENT = True
