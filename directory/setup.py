"""Set-up steps of the directory."""

from collections.abc import Callable

from core.setup import reference_steps

from . import reference


@reference_steps.register("sectors, vocabulary, certificates, languages", order=20)
def load_taxonomies(progress: Callable[[str], None]) -> None:
    for name, count in reference.load().items():
        progress(f"{count} {name}")
