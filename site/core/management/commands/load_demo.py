"""Fill the portal with believable content for trying it out."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from core.management.steps import StepsCommand
from core.setup import demo_steps


class Command(StepsCommand):
    help = "Loads demo accounts, news and events, dated relative to today; refuses production settings."
    steps = demo_steps

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLOW_DEMO_CONTENT:
            raise CommandError("Demo content and its known passwords are never loaded with production settings.")
        self.run_steps()
