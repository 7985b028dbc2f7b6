#!/usr/bin/env python
"""Fill a database with generated companies: ``python bench/make_companies.py --companies 50000 --seed 1``.

The database is the one that DATABASE_URL names, set up with ``manage.py setup_portal``. docs/how-to/measure.md
"""

import argparse
import sys
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # the project instead of this folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a database with generated companies, offers and requests.")
    parser.add_argument("--companies", type=int, default=50_000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same companies (%(default)s)")
    parser.add_argument("--reset", action="store_true", help="delete those of an earlier run first")
    options = parser.parse_args()

    from bench import start_django

    start_django()
    refuse_unfit(reset=options.reset)
    fill(options.companies, options.seed, reset=options.reset)


def refuse_unfit(*, reset: bool) -> None:
    """End with a reason where generated companies must not, or cannot, be written."""
    from django.conf import settings
    from django.db import connection

    from bench.rows import generated
    from directory.models import Concept

    if not settings.ALLOW_DEMO_CONTENT:
        sys.exit("Generated companies are never written with production settings.")
    tables = connection.introspection.table_names()
    if Concept._meta.db_table not in tables or not Concept.objects.curated().exists():
        sys.exit("The database has no vocabulary yet: manage.py migrate, then manage.py setup_portal.")
    if generated().exists() and not reset:
        sys.exit("The database has generated companies already; --reset deletes them and writes new ones.")


def fill(number: int, seed: int, *, reset: bool) -> None:
    from bench.rows import analyze, delete_companies, generated, write_companies
    from directory.models import Offer

    started = time.monotonic()
    if reset:
        delete_companies(generated())

    def show(written: int) -> None:
        seconds = time.monotonic() - started
        say(f"\r{written:,} of {number:,} companies, {seconds:.0f} s")

    write_companies(number, seed=seed, progress=show)
    say("\ncounting for the planner … ")
    analyze()
    offers = Offer.objects.filter(company__in=generated()).count()
    say(f"done: {offers:,} offers and requests, {time.monotonic() - started:.0f} s in all\n")


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    main()
