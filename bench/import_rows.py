#!/usr/bin/env python
"""Time an import: ``python bench/import_rows.py --rows 100000``, checked, written and checked once more.

Writes a file of generated companies, imports it into the database that DATABASE_URL names with the command that
operators use, and prints seconds and memory. docs/how-to/measure.md
"""

import argparse
import csv
import resource
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path[0] = str(Path(__file__).resolve().parents[1])  # the project instead of this folder

SHARE_WITH_CERTIFICATES = 0.4


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the import of a file of generated companies.")
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same file (%(default)s)")
    parser.add_argument("--keep", action="store_true", help="leave the imported companies in the database")
    options = parser.parse_args()

    from bench import start_django

    start_django()
    from django.conf import settings

    if not settings.ALLOW_DEMO_CONTENT:
        sys.exit("Generated companies are never imported with production settings.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "companies.csv"
        write_file(path, options.rows, options.seed)
        try:
            take_times(path)
        finally:
            if not options.keep:
                delete_imported()


def take_times(path: Path) -> None:
    from django.core.management import call_command

    sys.stdout.write(f"{path.stat().st_size / 1e6:.0f} MB\n")
    for name in ("new rows", "the same again"):
        started = time.monotonic()
        call_command("import_companies", str(path))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{name}: {time.monotonic() - started:.1f} s, at most {memory:.0f} MB\n")


def write_file(path: Path, rows: int, seed: int) -> None:
    """Write companies with all columns of the import, about as long as real ones."""
    from bench.companies import EMPLOYEES, WEBSITES
    from bench.numbers import free_numbers
    from bench.reference import Reference
    from bench.texts import Author
    from directory.exchange import COMPANY_COLUMNS

    dice = Random(seed)  # noqa: S311 - not for secrets
    reference, numbers = Reference.load(), free_numbers(dice)
    certificates = [certificate.key for certificate in reference.certificates.items]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COMPANY_COLUMNS, delimiter=";")
        writer.writeheader()
        for index in range(rows):
            town = reference.towns.draw(dice)
            language = "cs" if town.country == "CZ" else "de"
            concepts = [reference.fields.draw(dice).draw(dice) for _concept in range(3)]
            year = dice.randint(1880, 2020)
            author = Author(dice, reference, concepts, town.name_de, year)
            sectors = {sector.code for concept in concepts for sector in reference.sectors[concept.pk]}
            writer.writerow(
                {
                    "reference": f"bench-{index}",
                    "name": author.name(language, "company")[:160],
                    "kind": "company",
                    "country": town.country,
                    "register_number": next(numbers) if language == "cs" else f"HRB {index + 1}, Chemnitz",
                    "street": f"Hauptstraße {index}",
                    "postal_code": town.postal_code,
                    "town": town.name_cs if language == "cs" else town.name_de,
                    "website": f"{WEBSITES}{index}",
                    "email": f"info@{index}.generated.example",
                    "founded": year,
                    "employees": EMPLOYEES.draw(dice),
                    "languages": f"{language}|en",
                    "sectors": "|".join(sorted(sectors)),
                    "certificates": dice.choice(certificates) if dice.random() < SHARE_WITH_CERTIFICATES else "",
                    f"summary_{language}": author.summary(language),
                    f"description_{language}": author.description(language),
                }
            )


def delete_imported() -> None:
    from bench.rows import delete_rows, generated
    from directory.models import ImportRun

    delete_rows(generated())
    delete_rows(ImportRun.objects.filter(file_name="companies.csv"))


if __name__ == "__main__":
    main()
