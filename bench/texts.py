"""What a generated company says about itself, in the words of the vocabulary and in either language."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.reference import WORDS, Reference
from directory.models import Company, Concept

LIST_LENGTH = 4


@dataclass(frozen=True)
class Author:
    """Writes for one entry: about its concepts, in a town."""

    dice: Random
    reference: Reference
    concepts: Sequence[Concept]
    town: str
    founded: int

    def name(self, language: str, kind: str) -> str:
        """A company's name; with its own word for what it does, and a legal form of its kind."""
        words = WORDS[language]
        surname, partner = self.dice.sample(words["surnames"], 2)
        term = _capital(self.term(self.concepts[0], language))
        form = self.dice.choice(words["forms"][kind])
        pattern = self.dice.choice(words["names"])
        return pattern.format(term=term, surname=surname, partner=partner, town=self.town, form=form)

    def summary(self, language: str) -> str:
        limit = Company._meta.get_field("summary_de").max_length
        return self.write(self.dice.choice(WORDS[language]["summaries"]), language)[:limit]

    def description(self, language: str) -> str:
        """Two paragraphs."""
        sentences = self.dice.sample(WORDS[language]["sentences"], self.dice.randint(4, 8))
        written = [self.write(sentence, language) for sentence in sentences]
        return " ".join(written[:3]) + "\n\n" + " ".join(written[3:])

    def write(self, pattern: str, language: str) -> str:
        """Return a sentence with the concepts' terms put in, each time perhaps in other words."""
        terms = [self.term(concept, language) for concept in self.concepts[:LIST_LENGTH]]
        *others, last = terms
        listed = f"{', '.join(others)} {WORDS[language]['and']} {last}" if others else last
        return _capital(pattern.format(main=terms[0], list=listed, town=self.town, founded=self.founded))

    def term(self, concept: Concept, language: str) -> str:
        """The preferred term more often than all others together."""
        preferred, *others = self.reference.terms[concept.pk, language]
        return self.dice.choice(others) if others and self.dice.random() < 0.4 else preferred


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
