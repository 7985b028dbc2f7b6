"""Commands that walk through registered steps and show how far they are."""

from django.core.management.base import BaseCommand

from core.registry import Registry
from core.setup import Step


class StepsCommand(BaseCommand):
    """Runs the steps of a registry in order, one line per step with what it did."""

    steps: Registry[Step]

    def run_steps(self) -> None:
        total = len(self.steps)
        for number, step in enumerate(self.steps, start=1):
            done: list[str] = []
            self.stdout.write(f"[{number}/{total}] {step.name} … ", ending="")
            self.stdout.flush()
            step.call(done.append)
            self.stdout.write(self.style.SUCCESS(", ".join(done) or "done"))
