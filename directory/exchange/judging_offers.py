"""Rows of offers and requests."""

from collections.abc import Collection

from django.utils import timezone

from directory.models import ImportRun, State

from .columns import OBLIGATORY
from .judging import Judge, Verdict
from .matching import Key, Match
from .parsing import OFFER_PARSERS, last_possible_day, one_line
from .parsing_dates import date_of
from .records import Record
from .rows import FileRow


class OfferJudge(Judge):
    parsers = OFFER_PARSERS

    def key(self, row: FileRow) -> Key:
        return Key(one_line(row.cells.get("reference", "")))

    def judge(
        self, row: FileRow, record: Record | None, kept: Collection[str], owner: Record | None, found: Match | None
    ) -> Verdict:
        """``owner`` is the company that the row names, as ``found``."""
        verdict = Verdict(row, record)
        self.read_cells(verdict, "", kept)
        owner = self._owner(verdict, owner, found)
        if verdict.is_new:
            self._check_new(verdict)
        self._check_day(verdict)
        changed = verdict.is_new or verdict.values.keys() & {"title_de", "title_cs"}
        titles = {remark.column for remark in verdict.remarks if remark.is_error} & {"title_de", "title_cs"}
        if changed and not titles and not (verdict.value("title_de") or verdict.value("title_cs")):
            verdict.error("incomplete_offer")
        if owner is not None:
            self._check_owner(verdict, owner)
        return verdict

    def _owner(self, verdict: Verdict, owner: Record | None, found: Match | None) -> Record | None:
        text = verdict.row.cells.get("company_reference", "")
        present = verdict.record.company if verdict.record else None
        if not text:
            if verdict.is_new or "company_reference" in verdict.row.cells:
                verdict.error("required", "company_reference")
        elif found and found.problem:
            verdict.error("company_ambiguous", "company_reference", text=text[:60])
        elif owner is None:
            verdict.error("company_unknown", "company_reference", text=text[:60])
        elif present and present.pk != owner.pk:
            verdict.error("other_company", "company_reference", name=present.name)
        elif present is None:
            verdict.values["company_reference"] = owner.pk
        return present or owner

    def _check_new(self, verdict: Verdict) -> None:
        for column in OBLIGATORY[ImportRun.Kind.OFFERS]:
            if column not in verdict.row.cells:
                verdict.error("column_needed", needed=column)
        verdict.values = {column: value for column, value in verdict.values.items() if value != ""}

    def _check_day(self, verdict: Verdict) -> None:
        text = verdict.values.get("valid_until")
        if text is None:
            return
        day = date_of(text)
        if day > last_possible_day():
            verdict.error("too_late", "valid_until", last=str(last_possible_day()))
        elif day < timezone.localdate():
            verdict.note("expired", "valid_until")

    def _check_owner(self, verdict: Verdict, owner: Record) -> None:
        number, court = owner.values["register_number"]
        if self.lookups.has_objected(owner.country, number, court, owner.name):
            verdict.error("objected")
        self.check_may_change(verdict, (owner.region, owner.country))
        if owner.state != State.PUBLISHED and verdict.values:
            verdict.note("company_not_public")
