"""Making two entries of one company one: everything moves to the kept entry, and the other only leads there."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from directory.models import Company, CompanyMerge, DifferentCompanies, Entry, State

from .ledger import BY_SAVING, Ledger, plain
from .mails import owners_of, tell_owners
from .pairs import refresh_pairs
from .planning import Plan
from .relations import LOCATIONS, as_replaced
from .suspects import in_order

MERGED_ACTION, KEPT_ACTION = "directory.merged_away", "directory.merged_in"
LONGEST_REASON = Entry._meta.get_field("state_reason").max_length or 0
TWO_ENTRIES = _("Choose two entries.")
MERGED_ALREADY = _("One of the two was merged already.")
CHANGED_SINCE = _("Somebody has changed one of the two since you looked. Look again, then decide.")


@transaction.atomic
def merge_companies(
    *, kept: Company, merged: Company, choices: Mapping[str, str], user: User | None, seen: str = ""
) -> CompanyMerge:
    """Make ``merged`` a part of ``kept`` and return what undoing needs; the owners of both are told.

    ``choices`` say by the names of ``planning.CHOICES``, ``SETS`` and ``SEAT`` whose value stays (``"kept"``,
    ``"merged"``, ``"both"``); ``seen`` is the digest of the plan that somebody has looked at. Raises
    ``ValidationError`` where the plan is another by now, or the kept entry would not be valid.
    """
    kept, merged = _locked(kept, merged)
    plan = Plan(kept, merged, choices)
    if seen and seen != plan.digest:
        raise ValidationError(CHANGED_SINCE)
    merge = CompanyMerge(kept=kept, merged=merged, merged_by=user)
    merge.moved = {step.relation.name: [row.pk for row in step.moved] for step in plan.steps if step.moved}
    owners = owners_of(kept, merged)
    by_saving = [plain({column: getattr(company, column) for column in BY_SAVING}) for company in (kept, merged)]
    for entry in (kept, merged):
        _keep_version(entry)
    ledger = Ledger()
    _move_rows(plan, ledger)
    _move_decisions(plan, ledger)
    kept, merged = _write_companies(plan, ledger, user)
    merge.before = {"writes": ledger.before, "by_saving": by_saving}
    merge.after = {"writes": ledger.after, "revisions": [kept.latest_revision_id, merged.latest_revision_id]}
    merge.save()
    _record(merge, user)
    refresh_pairs([kept.pk, merged.pk])
    tell_owners(merge, owners, "company_merged")
    return merge


def _locked(kept: Company, merged: Company) -> tuple[Company, Company]:
    """Return both as they are now, and keep others from changing them meanwhile."""
    rows = {
        row.pk: row for row in Company.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    if len(rows) != 2:
        raise ValidationError(TWO_ENTRIES)
    if any(row.merged_into_id for row in rows.values()):
        raise ValidationError(MERGED_ALREADY)
    return rows[kept.pk], rows[merged.pk]


def _keep_version(entry: Company) -> None:
    """Keep what was there in the history, also of an entry that nobody has changed yet."""
    if entry.latest_revision_id is None:
        entry.save_revision(clean=False, changed=False)


def _move_rows(plan: Plan, ledger: Ledger) -> None:
    seat = plan.seat()
    for change in plan.replaced:
        ledger.update(change, **as_replaced(change))
    for step in plan.steps:
        for row in step.moved:
            ledger.update(row, company_id=plan.kept.pk, **step.relation.moved(row))
        for partner, row in step.joined:
            columns = step.relation.joined(partner, row)
            ledger.delete(row)
            ledger.update(partner, **columns)
    if seat is not None:
        _give_seat(seat.pk, plan, ledger)


def _give_seat(pk: int, plan: Plan, ledger: Ledger) -> None:
    """Make one location of the kept entry its seat; no database allows two, even for a moment."""
    rows = LOCATIONS.rows(plan.kept)
    for row in sorted(rows, key=lambda row: row.pk == pk):
        ledger.update(row, is_seat=row.pk == pk)


def _move_decisions(plan: Plan, ledger: Ledger) -> None:
    """Who was said to be another than the merged entry is another than the kept one."""
    kept, merged = plan.kept.pk, plan.merged.pk
    for decision in DifferentCompanies.objects.filter(first=merged) | DifferentCompanies.objects.filter(second=merged):
        other = decision.second_id if decision.first_id == merged else decision.first_id
        first, second = in_order(kept, other)
        is_known = DifferentCompanies.objects.filter(first=first, second=second).exists()
        if other == kept or is_known:
            ledger.delete(decision)
        else:
            ledger.update(decision, first_id=first, second_id=second)


def _write_companies(plan: Plan, ledger: Ledger, user: User | None) -> tuple[Company, Company]:
    """Write both by their own rules; the merged one first, so that the kept one can have its numbers."""
    kept, merged = (Company.objects.get(pk=company.pk) for company in (plan.kept, plan.merged))
    values = plan.values()
    for name, numbers in plan.sets():
        ledger.write_set(kept, name, numbers)
    merged.register_number = merged.register_court = merged.vat_number = ""
    merged.merged_into, merged.state, merged.state_changed_at = kept, State.HIDDEN, timezone.now()
    merged.state_reason = Truncator(gettext("Merged into %(company)s.") % {"company": kept}).chars(LONGEST_REASON)
    ledger.save(merged)
    for column, value in values.items():
        setattr(kept, column, value)
    kept.full_clean()
    ledger.save(kept)
    for entry in (kept, merged):
        entry.save_revision(user=user, clean=False)
    return kept, merged


def _record(merge: CompanyMerge, user: User | None) -> None:
    log(merge.kept, KEPT_ACTION, user=user, data={"company": merge.merged.legal_name, "merge": merge.pk})
    log(merge.merged, MERGED_ACTION, user=user, data={"company": merge.kept.legal_name, "merge": merge.pk})
