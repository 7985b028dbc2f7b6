"""Where higher floors hand in what lower ones call: filled in ``AppConfig.ready()``, read in a fixed order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry", bound=Callable)


@dataclass(frozen=True)
class Named(Generic[Entry]):
    """One entry of a registry: its name for people, its place in the order, and what to call."""

    order: int
    name: str
    call: Entry


class Registry(Generic[Entry]):
    """Named callables in order; a second entry of the same name is a mistake and raises ``ValueError``."""

    def __init__(self) -> None:
        self._entries: dict[str, Named[Entry]] = {}

    def register(self, name: str, *, order: int = 100) -> Callable[[Entry], Entry]:
        def add(call: Entry) -> Entry:
            if name in self._entries:
                raise ValueError(f"“{name}” is registered already.")
            self._entries[name] = Named(order, name, call)
            return call

        return add

    def __iter__(self) -> Iterator[Named[Entry]]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.name)))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name].call
