"""Reading a file against the directory: every row gets its result, nothing is written but that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Q

from core.bulk import copy_of
from directory.duplicates import Suspects
from directory.models import Company, ImportRow, ImportRun, Offer, State
from directory.responsibility import area_of

from . import records
from .judging import Verdict
from .judging_companies import CompanyJudge, suspected
from .judging_offers import OfferJudge
from .kept import kept_columns
from .lookups import Lookups
from .matching import Key, Match, Matcher, same_numbers
from .parsing import one_line
from .remarks import Remark
from .rows import FileRow
from .words import fold_court

CHUNK = 1_000
MOST_SUSPECTS = 3

Progress = Callable[[int, int], None]
Name = tuple[Any, ...]


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while some := list(islice(iterator, size)):
        yield some


class Seen:
    """The entries that rows of a file have named so far, by the line of the first; a few bytes for each.

    Keys are kept as their hashes: of a million keys two are the same by chance once in ten million files.
    """

    def __init__(self) -> None:
        self.lines: dict[int, int] = {}

    def before(self, names: Iterable[Name], line: int) -> int:
        """Return the line of an earlier row that has one of the names, else keep them all for this line.

        A number without a court is also that of each court.
        """
        own = set(names)
        alike = {hash(other) for name in own for other in _alike(name)}
        if earlier := next((self.lines[one] for one in alike if one in self.lines), 0):
            return earlier
        for name in own:
            self.lines[hash(name)] = line
            if name[0] == "number" and name[-1]:
                self.lines[hash(("with court", *name[1:-1]))] = line
        return 0


def _alike(name: Name) -> tuple[Name, ...]:
    if name[0] != "number":
        return (name,)
    return (name, (*name[:-1], "")) if name[-1] else (name, ("with court", *name[1:-1]))


class Checker:
    """Gives rows their results, a few hundred at a time."""

    model: type[Company | Offer]

    def __init__(self, run: ImportRun, lookups: Lookups) -> None:
        self.run = run
        self.lookups = lookups
        self.institution = run.institution_id
        self.area = area_of([run.institution]) if run.institution else None
        self.matcher = Matcher(self.model, self.institution)
        self.seen = Seen()
        self.new = ImportRow(run=run)
        #: Columns that new entries need and the file lacks, as far as there are new entries.
        self.lacking: set[str] = set()

    def check(self, rows: Sequence[FileRow]) -> list[ImportRow]:
        good = [row for row in rows if row.problem is None]
        verdicts = {verdict.row.line: verdict for verdict in self.judge(good)}
        return [self._result(row, verdicts.get(row.line)) for row in rows]

    def judge(self, rows: Sequence[FileRow]) -> Iterator[Verdict]:
        raise NotImplementedError

    def _result(self, row: FileRow, verdict: Verdict | None) -> ImportRow:
        if verdict is None:
            verdict = Verdict(row, remarks=[row.problem] if row.problem else [])
        for remark in verdict.remarks:
            if remark.code == "column_needed":
                self.lacking.add(remark.params["needed"])
        result = verdict.result
        record = verdict.record
        return copy_of(
            self.new,
            line=row.line,
            reference=one_line(row.cells.get("reference", ""))[:120],
            name=(self.name(row) or (record.name if record and verdict.lies_within else ""))[:200],
            result=result,
            remarks=[remark.as_json() for remark in verdict.told],
            values=verdict.values if result in (ImportRow.Result.NEW, ImportRow.Result.CHANGED) else {},
            before={"cells": verdict.before, "updated_at": record.updated_at.isoformat()} if record else {},
            **{f"{self.model._meta.model_name}_id": record.pk if record else None},
        )

    def name(self, row: FileRow) -> str:
        raise NotImplementedError

    def _refuse_second(self, verdict: Verdict, names: Iterable[Name]) -> None:
        if earlier := self.seen.before(names, verdict.row.line):
            verdict.error("twice_in_file", line=earlier)

    def _keep_reference(self, verdict: Verdict, key: Key, match: Match) -> None:
        if len(key.reference) > 120:
            verdict.error("too_long", "reference", found=len(key.reference), most=120)
        elif key.reference and not match.by_reference:
            verdict.values["reference"] = key.reference


class CompanyChecker(Checker):
    model = Company

    def __init__(self, run: ImportRun, lookups: Lookups) -> None:
        super().__init__(run, lookups)
        self.judgement = CompanyJudge(lookups, self.area)

    def judge(self, rows: Sequence[FileRow]) -> Iterator[Verdict]:
        keys = [self.judgement.key(row) for row in rows]
        matches = self.matcher.match(keys)
        there = records.companies({match.pk for match in matches if match.pk})
        kept, numbers = kept_columns(Company, there.keys()), same_numbers(keys, tells_all=self.area is None)
        verdicts = []
        for row, key, match in zip(rows, keys, matches, strict=True):
            record = there.get(match.pk) if match.pk else None
            if match.problem:
                verdict = Verdict(row, remarks=[match.problem])
            else:
                verdict = self.judgement.judge(row, key, record, kept.get(match.pk or 0, ()), numbers)
                self._keep_reference(verdict, key, match)
            if not (key.reference or key.number):
                verdict.error("no_identity")
            self._refuse_second(verdict, _names(verdict, key))
            verdicts.append(verdict)
        self._warn_of_likely_duplicates(verdicts)
        yield from verdicts

    def name(self, row: FileRow) -> str:
        return one_line(row.cells.get("name", ""))

    def _warn_of_likely_duplicates(self, verdicts: Sequence[Verdict]) -> None:
        found = [(verdict, self._suspicions(verdict)) for verdict in verdicts if verdict.result == ImportRow.Result.NEW]
        known = Company.objects.filter(pk__in={pk for _one, pks in found for pk in pks})
        if self.area is not None:  # who sees only what is public, and the own area
            known = known.filter(Q(state=State.PUBLISHED) | Q(pk__in=self.area.companies.values("pk")))
        names = dict(known.values_list("pk", "legal_name"))
        for verdict, pks in found:
            if told := [names[pk] for pk in pks if pk in names]:
                verdict.note("looks_like", names="; ".join(told))

    @cached_property
    def suspects(self) -> Suspects:
        """All companies in memory, for files with new ones only."""
        return Suspects()

    def _suspicions(self, verdict: Verdict) -> list[int]:
        return [suspicion.company.pk for suspicion in self.suspects.of(suspected(verdict))[:MOST_SUSPECTS]]


def _names(verdict: Verdict, key: Key) -> list[Name]:
    """Everything by which a later row could mean the same company.

    A number that stays as it is says nothing new: without a court, companies may share it already.
    """
    names: list[Name] = []
    if verdict.record:
        names.append(("pk", verdict.record.pk))
    if key.reference:
        names.append(("reference", key.reference))
    number, court = verdict.record.values["register_number"] if verdict.record else ("", "")
    if key.number and key.number != number:
        names.append(("number", key.country, key.number, fold_court(key.court or court)))
    return names


class OfferChecker(Checker):
    model = Offer

    def __init__(self, run: ImportRun, lookups: Lookups) -> None:
        super().__init__(run, lookups)
        self.judgement = OfferJudge(lookups, self.area)
        self.companies = CompanyJudge(lookups, self.area)
        self.company_matcher = Matcher(Company, self.institution)

    def judge(self, rows: Sequence[FileRow]) -> Iterator[Verdict]:
        keys = [self.judgement.key(row) for row in rows]
        matches = self.matcher.match(keys)
        there = records.offers({match.pk for match in matches if match.pk})
        kept = kept_columns(Offer, there.keys())
        found = self._owners(rows)
        owners = records.owners_of({match.pk for match in found.values() if match.pk})
        for row, key, match in zip(rows, keys, matches, strict=True):
            if match.problem or not key.reference:
                yield Verdict(row, remarks=[match.problem or Remark("reference_needed", "reference")])
                continue
            record = there.get(match.pk) if match.pk else None
            owner = found.get(row.cells.get("company_reference", ""))
            named = owners.get(owner.pk) if owner and owner.pk else None
            verdict = self.judgement.judge(row, record, kept.get(match.pk or 0, ()), named, owner)
            self._keep_reference(verdict, key, match)
            names: list[Name] = [("reference", key.reference)]
            self._refuse_second(verdict, names + ([("pk", record.pk)] if record else []))
            yield verdict

    def name(self, row: FileRow) -> str:
        return one_line(row.cells.get("title_de") or row.cells.get("title_cs") or "")

    def _owners(self, rows: Sequence[FileRow]) -> dict[str, Match]:
        """Return which company each text of ``company_reference`` means: a reference, else a register number."""
        texts = sorted({row.cells.get("company_reference", "") for row in rows} - {""})
        keys = [self.companies.named_by(text, text, ("DE", "CZ")) or Key(text) for text in texts]
        return dict(zip(texts, self.company_matcher.match(keys), strict=True))


CHECKERS: dict[str, type[Checker]] = {ImportRun.Kind.COMPANIES: CompanyChecker, ImportRun.Kind.OFFERS: OfferChecker}
