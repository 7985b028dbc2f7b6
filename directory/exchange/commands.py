"""What the four commands have in common."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.models import Institution
from directory.models import ImportRow, ImportRun

from .checking import Progress
from .columns import COLUMNS
from .exporting import FORMATS, stream_entries
from .periodic_jobs import forget
from .remarks import describe
from .runs import begin, check, counts, in_chunks, may_write, write

BAR = 30
MOST_PRINTED = 1_000


def find_institution(key: str) -> Institution | None:
    if not key:
        return None
    try:
        return Institution.objects.get(key=key)
    except Institution.DoesNotExist:
        keys = ", ".join(Institution.objects.values_list("key", flat=True))
        raise CommandError(_("Unknown institution. Possible: %(keys)s") % {"keys": keys}) from None


class InLanguage(BaseCommand):
    """A command whose messages are in a chosen language."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--institution", default="", metavar="KEY", help="act for an institution instead of everybody"
        )
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=codes, help="of the messages")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            self.work(options["file"], find_institution(options["institution"]), options)

    def work(self, path: Path, institution: Institution | None, options: dict[str, Any]) -> None:
        raise NotImplementedError


class ImportCommand(InLanguage):
    """Reads a file, says what of each row becomes, and writes it as operators do."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be new, changed, unchanged")
        parser.add_argument("--only-good-rows", action="store_true", help="write the others where rows have errors")
        parser.add_argument("--encoding", default="", help="instead of the detected one, such as cp1250")

    def work(self, path: Path, institution: Institution | None, options: dict[str, Any]) -> None:
        run = self._begin(path, institution, options)
        try:
            check(run, self._bar(_("Reading")))
            self._tell(run)
            if run.state == ImportRun.State.FAILED:
                raise CommandError(_("Nothing was written."))
            self._write(run, is_dry=options["dry_run"])
        finally:
            run.refresh_from_db()
            if run.state not in (ImportRun.State.WRITTEN, ImportRun.State.WRITING):
                forget(run)

    def _begin(self, path: Path, institution: Institution | None, options: dict[str, Any]) -> ImportRun:
        try:
            with path.open("rb") as file:
                return begin(
                    kind=self.kind, file=file, name=path.name, user=None, institution=institution,
                    only_good_rows=options["only_good_rows"], encoding=options["encoding"],
                )  # fmt: skip
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _write(self, run: ImportRun, *, is_dry: bool) -> None:
        reason = may_write(run)
        if reason == "errors":
            raise CommandError(_("Nothing was written: some rows have errors."))
        if reason == "nothing":
            raise CommandError(_("Nothing was written: no row is without errors."))
        if is_dry:
            self.stdout.write(_("This was a dry run: nothing was written."))
            return
        if write(run, self._bar(_("Writing"))).state != ImportRun.State.WRITTEN:
            raise CommandError(_("Nothing was written: entries were changed meanwhile. Start the import again."))
        self.stdout.write(self.style.SUCCESS(_("Written.")))

    def _tell(self, run: ImportRun) -> None:
        for remark in run.remarks:
            self.stdout.write(describe(remark))
        if run.state == ImportRun.State.FAILED:
            return
        rows = run.rows.exclude(remarks=[])
        printed = 0
        for some in in_chunks(rows):
            for row in some:
                if printed < MOST_PRINTED or row.result == ImportRow.Result.ERROR:
                    self._tell_row(row)
                    printed += 1
        for result, number in counts(run).items():
            self.stdout.write(f"{ImportRow.Result(result).label!s:>12}: {number:>9,}".replace(",", "\u202f"))

    def _tell_row(self, row: ImportRow) -> None:
        text = " ".join(describe(remark) for remark in row.remarks)
        result = ImportRow.Result(row.result)
        style = self.style.ERROR if result == ImportRow.Result.ERROR else str
        line = _("Line %(line)s, %(name)s, %(result)s: %(text)s")
        self.stdout.write(
            style(line % {"line": row.line, "name": row.name or "–", "result": result.label, "text": text})
        )

    def _bar(self, label: str) -> Progress:
        """Return what draws a bar; a log gets a line for each tenth."""
        is_terminal = self.stderr.isatty() if hasattr(self.stderr, "isatty") else False
        tenths: set[int] = set()

        def show(done: int, total: int) -> None:
            share = min(done / total, 1) if total else 1
            text = f"{label} {'█' * round(share * BAR):░<{BAR}} {done:,} / {total:,}".replace(",", "\u202f")
            if is_terminal:
                sys.stderr.write(f"\r{text}" + "\n" * (done >= total))
                sys.stderr.flush()
            elif int(share * 10) not in tenths:
                tenths.add(int(share * 10))
                self.stderr.write(text, style_func=str)

        return show


class ExportCommand(InLanguage):
    """Writes entries into a file whose suffix says the format."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--columns", default="", help=f"some of {', '.join(COLUMNS[self.kind])}, with commas; by default all"
        )

    def work(self, path: Path, institution: Institution | None, options: dict[str, Any]) -> None:
        suffix = path.suffix.lower().removeprefix(".")
        if suffix not in FORMATS:
            raise CommandError(_("The name of the file ends in .xlsx or .csv."))
        columns = [column.strip() for column in options["columns"].split(",") if column.strip()]
        if unknown := [column for column in columns if column not in COLUMNS[self.kind]]:
            raise CommandError(_("Unknown columns: %(columns)s") % {"columns": ", ".join(unknown)})
        try:
            with path.open("wb") as file:
                for block in stream_entries(self.chosen(institution), columns, suffix, institution=institution):
                    file.write(block)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(self.style.SUCCESS(_("Written: %(path)s") % {"path": path}))

    def chosen(self, institution: Institution | None) -> QuerySet[Any]:
        raise NotImplementedError
