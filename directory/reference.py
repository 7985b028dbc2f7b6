"""Reference data of the directory: read from ``directory/data`` into the database, as often as wanted.

A row that exists keeps what an operator changed in it; only what the files add is created.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import Certificate, Concept, Language, Sector, Term

DATA = Path(__file__).parent / "data"
CPV_PREFIX = "cpv-"


@transaction.atomic
def load() -> dict[str, int]:
    """Create missing sectors, concepts, terms, certificates and languages; returns how many there are afterwards."""
    _load_languages()
    _load_sectors()
    _load_cpv()
    _load_vocabulary()
    _load_certificates()
    return {
        str(model._meta.verbose_name_plural): model._default_manager.count()
        for model in (Sector, Concept, Term, Certificate, Language)
    }


def vocabulary() -> dict[str, dict[str, Any]]:
    """Return the curated concepts of all files by key, as the files have them."""
    files = sorted((DATA / "vocabulary").glob("*.toml"))
    return {key: row for file in files for key, row in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def table(name: str) -> Iterator[list[str]]:
    """Return the rows of ``<name>.tsv`` without its comments."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _load_languages() -> None:
    text = (DATA / "languages.toml").read_text(encoding="utf-8")
    there = set(Language.objects.values_list("code", flat=True))
    Language.objects.bulk_create(
        Language(code=code, sort_order=order, **names)
        for order, (code, names) in enumerate(tomllib.loads(text).items())
        if code not in there
    )


def _load_sectors() -> None:
    """The file has code, headings and, for divisions, the section; other parents follow from the code."""
    rows = [(code, de, cs, section) for code, de, cs, section in table("nace_rev2")]
    there = {sector.code: sector for sector in Sector.objects.in_scheme(Sector.Scheme.NACE_2)}
    for level in Sector.Level:
        created = Sector.objects.bulk_create(
            Sector(code=code, level=level, parent=there.get(section or _above(code)), name_de=de, name_cs=cs)
            for code, de, cs, section in rows
            if level_of(code) == level and code not in there
        )
        there |= {sector.code: sector for sector in created}


def level_of(code: str) -> Sector.Level:
    """Return the level of a NACE code: A, 25, 25.6 or 25.62."""
    if code.isalpha():
        return Sector.Level.SECTION
    return Sector.Level(len(code.replace(".", "")))


def _above(code: str) -> str:
    return code[:-1].rstrip(".") if level_of(code) > Sector.Level.DIVISION else ""


def _load_cpv() -> None:
    """Parents are created as any other concept, and joined afterwards: the codes need not be in order."""
    there = _concepts()
    rows = [row for row in table("cpv") if f"{CPV_PREFIX}{row[0]}" not in there]
    created = Concept.objects.bulk_create(
        (
            Concept(key=f"{CPV_PREFIX}{code}", kind=_cpv_kind(code), source=Concept.Source.CPV, name_de=de, name_cs=cs)
            for code, _parent, de, cs in rows
        ),
        batch_size=1000,
    )
    there |= {concept.key: concept for concept in created}
    _join_broader((there[f"{CPV_PREFIX}{code}"], there.get(f"{CPV_PREFIX}{parent}")) for code, parent, _de, _cs in rows)


def _cpv_kind(code: str) -> str:
    """CPV divisions 45 and above 49 are works and services, with 48 (software) the last of the supplies."""
    return Concept.Kind.SERVICE if code.startswith("45") or code >= "5" else Concept.Kind.PRODUCT


def _load_vocabulary() -> None:
    there = _concepts()
    rows = {key: row for key, row in vocabulary().items() if key not in there}
    created = Concept.objects.bulk_create(
        Concept(key=key, kind=row["kind"], name_de=row["de"][0], name_cs=row["cs"][0]) for key, row in rows.items()
    )
    there |= {concept.key: concept for concept in created}
    _join_broader((there[key], there.get(row.get("broader", ""))) for key, row in rows.items())
    Term.objects.bulk_create(
        Term(concept=there[key], language=language, text=text)
        for key, row in rows.items()
        for language in Term.Language.values
        for text in row[language][1:]
    )
    _join_codes(there, rows)


def _join_codes(concepts: dict[str, Concept], rows: dict[str, dict[str, Any]]) -> None:
    sectors = {sector.code: sector for sector in Sector.objects.in_scheme(Sector.Scheme.NACE_2)}
    to_sector: Any = Concept.sectors.through
    to_sector.objects.bulk_create(
        to_sector(concept=concepts[key], sector=sectors[code])
        for key, row in rows.items()
        for code in row.get("nace", [])
    )
    to_cpv: Any = Concept.cpv_codes.through
    to_cpv.objects.bulk_create(
        to_cpv(from_concept=concepts[key], to_concept=concepts[f"{CPV_PREFIX}{code}"])
        for key, row in rows.items()
        for code in row.get("cpv", [])
    )


def _load_certificates() -> None:
    text = (DATA / "certificates.toml").read_text(encoding="utf-8")
    there = set(Certificate.objects.values_list("concept__key", flat=True))
    concepts = _concepts()
    Certificate.objects.bulk_create(
        Certificate(concept=concepts[key], sort_order=order, **row)
        for order, (key, row) in enumerate(tomllib.loads(text).items())
        if key not in there
    )


def _concepts() -> dict[str, Concept]:
    return {concept.key: concept for concept in Concept.objects.all()}


def _join_broader(pairs: Iterable[tuple[Concept, Concept | None]]) -> None:
    joined = []
    for concept, broader in pairs:
        if broader is not None:
            concept.broader = broader
            joined.append(concept)
    Concept.objects.bulk_update(joined, ["broader"], batch_size=500)
