"""Make what a real installation needs; run it again after every upgrade."""

from typing import Any

from core.management.steps import StepsCommand
from core.setup import setup_steps


class Command(StepsCommand):
    help = "Makes locales, reference data, both page trees, groups and workflows; changes nothing that is there."
    steps = setup_steps

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_steps()
