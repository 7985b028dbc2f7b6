"""What follows from publishing and saving, wherever it happened (by hand, on schedule, through a translation)."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_started
from django.db.models.signals import post_save, pre_migrate
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from .frame import forget_frame
from .models import SharedText
from .stale import follow_source, follow_translation


@receiver(page_published)
def page_was_published(instance: Page, revision: Revision | None = None, alias: bool = False, **kwargs: Any) -> None:
    # The signal comes as well when a page is scheduled for the first time: nothing is public before its hour.
    if alias or not instance.live:
        return
    follow_source(instance, user=revision.user if revision else None)
    follow_translation(instance)


@receiver(post_save, sender=SharedText)
def shared_text_was_saved(instance: SharedText, raw: bool = False, **kwargs: Any) -> None:
    # A snippet is live as soon as it is saved.
    if raw:
        return
    follow_source(instance, user=get_active_log_context().user)
    follow_translation(instance)


@receiver(request_started)
def request_has_started(**kwargs: Any) -> None:
    forget_frame()


@receiver(pre_migrate, sender=apps.get_app_config("core"))
def make_cache_table(using: str, **kwargs: Any) -> None:
    # Where the cache lives in the database, Wagtail's own migrations need its table already.
    call_command("createcachetable", database=using, verbosity=0)
