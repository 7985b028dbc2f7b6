"""Start again what the outbox has given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import outbox
from core.models import OutboxMessage


class Command(BaseCommand):
    help = "Makes all outgoing work that was given up due again, for when its cause is mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what was given up")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for message in OutboxMessage.objects.dead():
                self.stdout.write(f"{message.finished_at:%Y-%m-%d %H:%M} {message.kind}: {message} ({message.error})")
            return
        self.stdout.write(f"{outbox.retry_given_up()} made due again")
