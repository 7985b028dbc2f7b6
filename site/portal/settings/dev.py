"""Embedded defaults for the demo and for developers: SQLite, mail on the console, no secret."""

from .base import *
from .environment import env

DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", "embedded-default-for-the-demo-and-for-developers-never-in-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
INTERNAL_IPS = ["127.0.0.1"]

# Files are served as they lie in the tree: no collecting, no build.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SERVE_MEDIA = True
SHOW_STYLE_GUIDE = True

# Demo content brings accounts whose passwords everybody knows.
ALLOW_DEMO_CONTENT = True
