"""Setting up a real installation and loading demo content: steps that apps register, each idempotent."""

from collections.abc import Callable

from django.conf import settings
from wagtail.models import Locale

from . import reference
from .registry import Registry

#: A step says what it does through ``progress`` (a callable that takes one line).
Step = Callable[[Callable[[str], None]], None]

#: Facts that come with the portal; run by ``manage.py load_reference``, and first thing in a set-up.
reference_steps: Registry[Step] = Registry()
#: What a real installation needs; run by ``manage.py setup_portal``.
setup_steps: Registry[Step] = Registry()
#: Believable content for trying the portal out; run by ``manage.py load_demo``.
demo_steps: Registry[Step] = Registry()


@setup_steps.register("locales", order=10)
def make_locales(progress: Callable[[str], None]) -> None:
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    progress(", ".join(code for code, _name in settings.LANGUAGES))


@setup_steps.register("reference data", order=20)
def load_reference(progress: Callable[[str], None]) -> None:
    for step in reference_steps:
        step.call(progress)


@reference_steps.register("regions, places, institutions, topics", order=10)
def load_border_region(progress: Callable[[str], None]) -> None:
    for model, count in reference.load().items():
        progress(f"{count} {model._meta.verbose_name_plural}")
