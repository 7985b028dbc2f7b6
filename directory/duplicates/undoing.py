"""Taking a merge back: within 30 days, exactly, and never over what somebody has changed since."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from accounts.models import User
from directory.models import Company, CompanyMerge

from .ledger import BY_SAVING, Columns, model_of, numbers_in, plain, write_numbers
from .mails import owners_of, tell_owners
from .pairs import refresh_pairs

UNDONE_ACTION = "directory.merge_undone"
UNDO_WITHIN = timedelta(days=30)


def why_not(merge: CompanyMerge) -> list[str]:
    """Return in the reader's language what keeps a merge from being taken back; nothing where it can be."""
    if merge.undone_at:
        return [_("It was undone already.")]
    if not merge.before or merge.merged_at < timezone.now() - UNDO_WITHIN:
        return [_("It was more than 30 days ago; what undoing needs is not kept any longer.")]
    if merge.kept.merged_into_id:
        text = _("%(company)s itself was merged into another entry since. Undo that first.")
        return [text % {"company": merge.kept}]
    return list(dict.fromkeys(_edits_since(merge)))


@transaction.atomic
def undo_merge(*, merge: CompanyMerge, user: User | None) -> None:
    """Put back all that a merge wrote; the owners of both entries are told. Raises ``ValidationError``."""
    list(Company.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.merged_id]).order_by("pk"))
    merge = CompanyMerge.objects.select_for_update(of=["self"]).select_related("kept", "merged").get(pk=merge.pk)
    if reasons := why_not(merge):
        raise ValidationError(reasons)
    try:
        with transaction.atomic():
            for label, number, columns in reversed(merge.before["writes"]):
                _put_back(label, number, columns)
    except IntegrityError as error:
        text = _("A number or reference of the merged entry belongs to another one by now.")
        raise ValidationError(text) from error
    for place, number in enumerate((merge.kept_id, merge.merged_id)):
        _put_back_version(merge, place, number, user)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    for company in Company.objects.filter(pk__in=[merge.kept_id, merge.merged_id]):
        ReferenceIndex.create_or_update_for_object(company)
    refresh_pairs([merge.kept_id, merge.merged_id])
    merge = CompanyMerge.objects.select_related("kept", "merged").get(pk=merge.pk)
    for company, other in ((merge.kept, merge.merged), (merge.merged, merge.kept)):
        log(company, UNDONE_ACTION, user=user, data={"company": other.legal_name, "merge": merge.pk})
    tell_owners(merge, owners_of(merge.kept, merge.merged), "company_unmerged")


def _edits_since(merge: CompanyMerge) -> Iterator[str]:
    """Yield what differs from how the merge left it; what it did not write may have changed."""
    for (label, number), columns in _left_by(merge).items():
        row = model_of(label)._default_manager.filter(pk=number).first()
        if columns is None:
            continue
        if row is None:
            text = _("Something that was moved has been deleted since: %(kind)s, number %(number)s.")
            yield text % {"kind": model_of(label)._meta.verbose_name, "number": number}
        elif any(_now(row, column) != value for column, value in columns.items()):
            yield _("%(kind)s “%(row)s” was changed since.") % {"kind": row._meta.verbose_name, "row": row}


def _left_by(merge: CompanyMerge) -> dict[tuple[str, int], Columns | None]:
    """Return each written row with its columns after the last write; ``None`` for what was deleted."""
    left: dict[tuple[str, int], Columns | None] = {}
    for label, number, columns in merge.after["writes"]:
        left[label, number] = columns if columns is None else {**(left.get((label, number)) or {}), **columns}
    return left


def _now(row: Model, name: str) -> Any:
    if _is_set(row, name):
        return numbers_in(row, name)
    return plain({name: getattr(row, name)})[name]


def _put_back(label: str, number: int, columns: Columns) -> None:
    model = model_of(label)
    row = model._default_manager.filter(pk=number).first()
    values = {name: _value(model, name, value) for name, value in columns.items()}
    if row is None:
        model._default_manager.bulk_create([model(**values)])  # whose moments of creation would be new ones
    sets = {name for name in columns if row is not None and _is_set(row, name)}
    for name in sets:
        write_numbers(row, name, columns[name])
    plain_values = {name: value for name, value in values.items() if name not in sets}
    if plain_values:
        model._default_manager.filter(pk=number).update(**plain_values)


def _put_back_version(merge: CompanyMerge, place: int, number: int, user: User | None) -> None:
    """Bring back which version is the latest; where somebody has saved since, what is there now becomes one."""
    company = Company.objects.get(pk=number)
    if company.latest_revision_id == merge.after["revisions"][place]:
        values = merge.before["by_saving"][place]
        columns = {column: _value(Company, column, values[column]) for column in BY_SAVING}
        Company.objects.filter(pk=number).update(**columns)
    else:
        company.save()
        company.save_revision(user=user, clean=False)


def _value(model: Any, name: str, value: Any) -> Any:
    field = next((field for field in model._meta.concrete_fields if field.attname == name), None)
    if field is None or value is None:
        return value
    return (field.target_field if field.is_relation else field).to_python(value)


def _is_set(row: Model, name: str) -> bool:
    return any(field.name == name for field in row._meta.many_to_many)
