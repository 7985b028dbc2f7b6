"""Load the facts that come with the portal; run it again whenever a release brings more of them."""

from typing import Any

from core.management.steps import StepsCommand
from core.setup import reference_steps


class Command(StepsCommand):
    help = "Loads regions, places, sectors, vocabulary, CPV codes and certificates; changes nothing that is there."
    steps = reference_steps

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_steps()
