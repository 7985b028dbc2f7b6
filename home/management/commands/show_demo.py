"""Tell where the demo is and who may sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demo's addresses and accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLOW_DEMO_CONTENT:
            raise CommandError("There is no demo with production settings.")
        self.stdout.write("")
        for label, path in (("Deutsch", "/de/"), ("Čeština", "/cs/"), ("Admin", "/admin/")):
            self.stdout.write(f"  {label:<9} {settings.SITE_URL}{path}")
        self.stdout.write(f"\n  Accounts (password of all: {self.style.SUCCESS(PASSWORD)})")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<34} {account.role}")
        self.stdout.write("")
