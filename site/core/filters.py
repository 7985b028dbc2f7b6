"""What narrows a list down: read from a query string, checked, and told again as fields, chips and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.utils.functional import cached_property

FEW = 6


@dataclass(frozen=True)
class Choice:
    """A value to choose. ``depth`` says how far it stands below the first of its ``group``.

    ``chip`` is what it is called outside its field, where the label alone says too little.
    """

    value: str
    label: Any
    is_chosen: bool = False
    group: str = ""
    depth: int = 0
    chip: Any = ""


@dataclass(frozen=True)
class Facet:
    """One thing to choose by: a field of the form, or a value that only links set (``is_hidden``).

    ``all`` is the text of the choice that narrows nothing down; without it several can be chosen.
    """

    name: str
    label: Any
    choices: tuple[Choice, ...]
    all: Any = ""
    is_hidden: bool = False

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def is_open(self) -> bool:
        """Whether its boxes are in sight at once: they are few, or one of them is ticked."""
        return len(self.choices) <= FEW or bool(self.chosen)


@dataclass(frozen=True)
class Chip:
    """A filter that is set, with the query string that takes it away."""

    label: Any
    query: str


class ListFilter:
    """The filters of one list; a value that does not exist is a 404.

    ``SEVERAL`` names the parameters that may be given more than once. ``KEPT`` has what else links carry on, such as
    the order, each with its values, the usual one first.
    """

    PARAMETERS: ClassVar[tuple[str, ...]]
    SEVERAL: ClassVar[frozenset[str]] = frozenset()
    KEPT: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, parameters: QueryDict) -> None:
        self.values = {name: self._read(parameters, name) for name in self.PARAMETERS}
        self.kept = {name: parameters.get(name) or values[0] for name, values in self.KEPT.items()}
        if any(value not in self.KEPT[name] for name, value in self.kept.items()):
            raise Http404
        if self.is_set and any(len(facet.chosen) != len(self.values[facet.name]) for facet in self.facets):
            raise Http404

    @cached_property
    def facets(self) -> list[Facet]:
        """All that one can choose by, with what is chosen; one for each parameter."""
        raise NotImplementedError

    def clean(self, name: str, value: str) -> str:
        """Return the one spelling of a value that was given."""
        return value

    @property
    def is_set(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(map(len, self.values.values()))

    @property
    def query(self) -> str:
        """The filters as a query string, for links to other views of the same list."""
        return self.query_with()

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(choice.chip or choice.label, self._without(facet.name, choice.value))
            for facet in self.facets
            for choice in facet.chosen
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values that the form carries on without a field."""
        kept = [(name, value) for name, value in self.kept.items() if value != self.KEPT[name][0]]
        return [
            *((facet.name, choice.value) for facet in self.facets if facet.is_hidden for choice in facet.chosen),
            *kept,
        ]

    @property
    def bare_query(self) -> str:
        """What links carry on when all filters are taken away."""
        return self.query_with(**{name: [] for name in self.PARAMETERS})

    def query_with(self, **changes: Any) -> str:
        """Return the query string with other values: a text, or a list for a parameter that takes several."""
        usual = {name: values[0] for name, values in self.KEPT.items()}
        wanted = {**self.values, **self.kept, **changes}
        parameters = QueryDict(mutable=True)
        for name, value in wanted.items():
            if value != usual.get(name):
                parameters.setlist(name, [value] if isinstance(value, str) else list(value))
        query = parameters.urlencode()
        return f"?{query}" if query else ""

    def _without(self, name: str, value: str) -> str:
        return self.query_with(**{name: [other for other in self.values[name] if other != value]})

    def _facet(self, name: str, label: Any, choices: Iterable[Choice], **more: Any) -> Facet:
        chosen = self.values[name]
        marked = (replace(choice, is_chosen=choice.value in chosen) for choice in choices)
        return Facet(name, label, tuple(marked), **more)

    def _read(self, parameters: QueryDict, name: str) -> list[str]:
        given = parameters.getlist(name) if name in self.SEVERAL else [parameters.get(name, "")]
        cleaned = (self.clean(name, value.strip()) for value in given)
        return list(dict.fromkeys(value for value in cleaned if value))
