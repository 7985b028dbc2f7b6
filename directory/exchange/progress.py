"""How far an import is, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from directory.models import ImportRun

State = ImportRun.State
#: The parameter by which a page knows that somebody has asked for a step, and for which state of the run.
ASKED = "asked"


def stamp(run: ImportRun) -> str:
    """Return what identifies the last sign of life of a run."""
    return str(run.touched_at.timestamp())


def phase(run: ImportRun, asked: str) -> str:
    """Return ``reading``, ``writing``, ``waiting`` for the worker, or nothing where nothing goes on."""
    if run.state in (State.READING, State.WRITING):
        return str(run.state)
    return "waiting" if asked == stamp(run) else ""


def describe_progress(run: ImportRun, asked: str) -> dict[str, Any]:
    """Return what a page shows of a run at work: phase, text, rows done and in all (0: not known)."""
    now = phase(run, asked)
    known = run.rows_total if now == State.READING else 0
    return {"phase": now, "text": _text(run, now), "done": min(run.rows_done, known), "total": known}


def _text(run: ImportRun, now: str) -> str:
    if now == State.WRITING:
        minutes, seconds = divmod(int((timezone.now() - run.touched_at).total_seconds()), 60)
        return _("Is being written, for %(minutes)s:%(seconds)02d minutes so far.") % {
            "minutes": minutes,
            "seconds": seconds,
        }
    if now == "waiting":
        return _("Waiting for the background service.")
    if now == State.READING and run.rows_total:
        numbers = {"done": run.rows_done, "total": max(run.rows_total, run.rows_done)}
        shown = {name: number_format(number, force_grouping=True) for name, number in numbers.items()}
        return _("%(done)s of %(total)s rows are read.") % shown
    return _("The file is waiting to be read.") if now else ""
