"""Publishing an event, by hand, on schedule or through a translation, keeps its languages' facts equal."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from .models import EventPage
from .services import publish_facts


@receiver(page_published, sender=EventPage)
def carry_facts_to_other_language(instance: EventPage, revision: Revision | None = None, **kwargs: Any) -> None:
    # The signal comes as well when a page is scheduled for the first time: nothing is public before its hour.
    if instance.live:
        publish_facts(instance, written_at=revision.created_at if revision else None)
