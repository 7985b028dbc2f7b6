#!/usr/bin/env python
"""Measure lists and entries with the companies that are there: ``python bench/run_lists.py --rounds 20``.

Prints a table and judges nothing: milliseconds differ from machine to machine. docs/how-to/measure.md
"""

import argparse
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

sys.path[0] = str(Path(__file__).resolve().parents[1])  # the project instead of this folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the directory's lists: queries, bytes, milliseconds, ratios.")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="how often each is asked for (%(default)s)")
    parser.add_argument("--cold", action="store_true", help="empty the cache before each time")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds: two at least, or there is nothing to compare")

    from bench import start_django

    start_django()
    from bench.addresses import entries, lists, plain_pages
    from bench.measure import Visitor, measure

    def show(number: int) -> None:
        sys.stderr.write(f"\rround {number} of {options.rounds}" + "\n" * (number == options.rounds))

    paths = [*plain_pages(), *lists(), *entries()]
    report(measure(paths, options.rounds, Visitor(cold=options.cold), show))


def report(costs: list[Any]) -> None:
    """Print what each address costs, the last figure being how many times what the first one does."""
    plain = costs[0].p50
    sys.stdout.write("queries     kB  p50 ms  p95 ms   ratio  address\n")
    for cost in costs:
        asked = f"{cost.queries:7}  {cost.size / 1_000:5.1f}"
        taken = f"{cost.p50:6.1f}  {cost.p95:6.1f}  {cost.p50 / plain:6.1f}"
        sys.stdout.write(f"{asked}  {taken}  {unquote(cost.path)}\n")


if __name__ == "__main__":
    main()
