"""Ask the public registers now, instead of waiting for the timed work."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory.models import Company
from directory.registers import ask_again, clients, due_checks, run_checks
from directory.registers.queue import queue_checks

HOUR = 3600


class Command(BaseCommand):
    help = "Asks ARES and VIES about the numbers that are due, with the pause that REGISTER_PAUSE sets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="ask at most so many questions (100)")
        parser.add_argument("--company", type=int, metavar="ID", help="only this company, at once")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be asked")

    def handle(self, *args: Any, **options: Any) -> None:
        if not clients():
            raise CommandError("No register is switched on: set ARES_URL or VIES_URL.")
        if options["limit"] < 1:
            raise CommandError("--limit must be 1 or more.")
        company = self._company(options["company"]) if options["company"] is not None else None
        if options["dry_run"]:
            self._say_what_is_due(company, options["limit"])
            return
        if company:
            queue_checks([company])
            for check in company.register_checks.all():
                ask_again(check, courtesy=timedelta(0))
        results = run_checks(limit=options["limit"], seconds=HOUR, company=company)
        self.stdout.write(", ".join(f"{count} {result}" for result, count in sorted(results.items())) or "nothing due")

    def _company(self, number: int) -> Company:
        try:
            return Company.objects.get(pk=number)
        except Company.DoesNotExist as error:
            raise CommandError(f"There is no company {number}.") from error

    def _say_what_is_due(self, company: Company | None, limit: int) -> None:
        checks = company.register_checks.all() if company else due_checks()
        for check in checks.select_related("company")[:limit]:
            due = timezone.localtime(check.due_at).strftime("%Y-%m-%d %H:%M") if check.due_at else "-"
            self.stdout.write(f"{check}: {check.company} (due {due})")
