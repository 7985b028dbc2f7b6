"""Rows of companies."""

from collections.abc import Collection, Iterable
from typing import Any

from .judging import Judge, Verdict
from .matching import Key, Numbers
from .parsing import COMPANY_PARSERS, one_line
from .places import find_seat
from .records import COMPANY_FIELDS, Record
from .remarks import CellError
from .rows import FileRow
from .words import fold, fold_court

TEXTS = ("summary_de", "summary_cs", "description_de", "description_cs")
ADDRESS = ("town", "postal_code")


class CompanyJudge(Judge):
    parsers = {column: parser for column, parser in COMPANY_PARSERS.items() if column != "town"}

    def key(self, row: FileRow) -> Key:
        """By what the row names its company; a number that cannot be read names none and becomes an error later."""
        reference = one_line(row.cells.get("reference", ""))
        country = self.lookups.countries.get(fold(row.cells.get("country", "")), "")
        sides = (country,) if row.cells.get("country") else ("DE", "CZ")
        return self.named_by(reference, row.cells.get("register_number", ""), sides) or Key(reference, country)

    def named_by(self, reference: str, text: str, sides: Iterable[str]) -> Key | None:
        """Return the key of a register number that can be read for one of the countries."""
        for side in sides if text else ():
            try:
                number, court = COMPANY_PARSERS["register_number"](text, self.lookups, side, [])
            except CellError:
                continue
            return Key(reference, side, number, court)
        return None

    def judge(self, row: FileRow, key: Key, record: Record | None, kept: Collection[str], numbers: Numbers) -> Verdict:
        verdict = Verdict(row, record)
        country = key.country if row.cells.get("country") else record.country if record else key.country
        self.read_cells(verdict, country, kept)
        if any(remark.column == "country" for remark in verdict.remarks):  # which says enough
            verdict.remarks = [remark for remark in verdict.remarks if remark.code != "number_without_country"]
        if verdict.is_new:
            self._check_new(verdict)
        country = str(verdict.value("country") or "")
        region = self._read_town(verdict, country, kept) if country else None
        self._check_texts(verdict)
        self._check_present_number(verdict, country)
        self._check_number(verdict, numbers)
        self._check_objection(verdict)
        places = [(record.region, record.country)] if record else []
        if country:  # else there is an error already
            places.append((region, country))
        self.check_may_change(verdict, *places)
        return verdict

    def is_same(self, column: str, value: Any, record: Record) -> bool:
        present = record.values[column]
        if column == "register_number":
            return value[0] == present[0] and (not value[1] or fold_court(value[1]) == fold_court(present[1]))
        if column == "email":
            return value.casefold() in record.emails if value else not record.imported_email
        if column == "website":
            return value.rstrip("/") == present.rstrip("/")
        return super().is_same(column, value, record)

    def _check_new(self, verdict: Verdict) -> None:
        for column in ("name", "country"):
            if column not in verdict.row.cells:
                verdict.error("column_needed", needed=column)
        verdict.values = {column: value for column, value in verdict.values.items() if value not in ("", [], None)}
        verdict.values.setdefault("kind", "company")
        if verdict.values.get("register_number") == ["", ""]:
            del verdict.values["register_number"]

    def _read_town(self, verdict: Verdict, country: str, kept: Collection[str]) -> int | None:
        """Find the seat that the row names; returns its region."""
        cells, record = verdict.row.cells, verdict.record
        present = record.region if record else None
        if record and all(cells.get(column, record.cell(column)) == record.cell(column) for column in ADDRESS):
            return present
        if "town" not in cells and record:
            if not record.has_seat and {"street", "postal_code"} & verdict.values.keys():
                verdict.error("no_town", "town")
            return present
        town, code = one_line(cells.get("town", "")), str(verdict.value("postal_code") or "")
        if len(town) > 80:
            verdict.error("too_long", "town", found=len(town), most=80)
            return present
        seat = find_seat(self.lookups, country, town, code, record)
        if not seat.place and not seat.other_town:
            if record is None or record.has_seat or {"street", "postal_code"} & verdict.values.keys():
                verdict.error("no_town", "town")
            return present
        if record and record.has_seat and _is_where_it_was(seat.place, seat.other_town, record):
            return present
        if record and "town" in kept:
            verdict.note("kept", "town", text=record.cell("town"))
            return present
        if seat.note:
            verdict.remarks.append(seat.note)
        self.take(verdict, "town", {"place": seat.place, "other_town": seat.other_town, "region": seat.region})
        return seat.region

    def _check_texts(self, verdict: Verdict) -> None:
        """A draft that is not complete yet may stay so; no row makes an entry incomplete."""
        if not verdict.is_new and not verdict.values.keys() & set(TEXTS):
            return
        too_long = {remark.column for remark in verdict.remarks if remark.is_error}
        if not any(verdict.value(column) for column in TEXTS) and not too_long & set(TEXTS):
            verdict.error("incomplete")

    def _check_present_number(self, verdict: Verdict, country: str) -> None:
        """A number that stays has to be one of the country that the row brings."""
        is_wrong = any(remark.is_error and remark.column == "register_number" for remark in verdict.remarks)
        if verdict.record is None or is_wrong or verdict.values.keys() & {"country", "register_number"} != {"country"}:
            return
        try:
            self.parsers["register_number"](verdict.record.cell("register_number"), self.lookups, country, [])
        except CellError as error:
            verdict.error(error.code, "register_number", **error.params)

    def _check_number(self, verdict: Verdict, numbers: Numbers) -> None:
        """No two companies have one number; before writing, so that no constraint has to say it."""
        number, court = verdict.values.get("register_number") or ("", "")
        country = str(verdict.value("country"))
        for pk, other_court, name in numbers.get((country, number), []) if number else []:
            is_other = verdict.record is None or pk != verdict.record.pk
            if is_other and (
                country == "CZ" or not court or not other_court or fold_court(court) == fold_court(other_court)
            ):
                verdict.error("number_taken", "register_number", name=name)
                return

    def _check_objection(self, verdict: Verdict) -> None:
        number, court = verdict.value("register_number") or ("", "")
        if self.lookups.has_objected(str(verdict.value("country")), number, court, str(verdict.value("name"))):
            verdict.error("objected")


def _is_where_it_was(place: str, other_town: str, record: Record) -> bool:
    return place == record.place if place else fold(other_town) == fold(record.cell("town")) and not record.place


def suspected(verdict: Verdict) -> dict[str, Any]:
    """Return what the search for duplicates compares, under the names of the model."""
    values = {field: verdict.values.get(column) or "" for column, field in COMPANY_FIELDS.items()}
    number, court = verdict.values.get("register_number") or ("", "")
    address = {"postal_code": verdict.values.get("postal_code", ""), "town": verdict.row.cells.get("town", "")}
    return values | address | {"register_number": number, "register_court": court}
