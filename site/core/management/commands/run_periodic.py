"""Run the timed work that is due."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections

from core.periodic import due_jobs, run_due

logger = logging.getLogger(__name__)

LOOP_SECONDS = 20


class Command(BaseCommand):
    help = "Runs what is due (scheduled publishing, retries, tidying up); call it every minute, or with --loop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")
        parser.add_argument("--force", action="store_true", help="run everything, due or not")
        parser.add_argument("--loop", action="store_true", help=f"go on, looking every {LOOP_SECONDS} seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for name, job in due_jobs():
                self.stdout.write(f"{name} (every {job.every})")
            return
        if options["loop"]:
            self._loop()
            return
        if failed := self._run(force=options["force"]):
            raise CommandError(f"failed: {', '.join(failed)}")

    def _run(self, *, force: bool = False) -> list[str]:
        results = run_due(force=force)
        for name, outcome, went_well in results:
            style = self.style.SUCCESS if went_well else self.style.ERROR
            self.stdout.write(f"{name}: {style(outcome)}")
        return [name for name, _outcome, went_well in results if not went_well]

    def _loop(self) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                self._run()
            except (DatabaseError, InterfaceError):
                logger.exception("The database did not answer; looking again in %s seconds", LOOP_SECONDS)
            stop.wait(LOOP_SECONDS)
