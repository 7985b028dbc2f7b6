"""A company's change of its entry, from its submission to the decision of the responsible institution."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from accounts.models import User
from directory.changes.at_once import split
from directory.changes.conflicts import conflicts
from directory.changes.differences import Differences, differences
from directory.changes.labels import label_of
from directory.changes.patch import check, patch
from directory.changes.snapshot import Values, normalised, values_of
from directory.models import Company, Entry, EntryChange, Offer, State
from directory.responsibility import responsible_institution

from .applying import write_change
from .mails import tell_people
from .states import begin_state, check_complete

GONE = _("This entry is not there any more.")
MERGED = _("This entry was merged into another. Change that one.")
DECIDED = _("This change was decided or taken back already.")
MOVED_ON = _("The change is another one meanwhile. Look at it again.")
CONFLICT = _("This has changed meanwhile. Decide what it is to be.")
NO_REASON = _("Say why the change is rejected: the company has a right to know.")
TAKEN = _("The database refused it: something of this is there already.")
KEY_USED = _("This form was sent for another entry already.")


@transaction.atomic
def submit_change(
    *,
    entry: Company | Offer,
    values: Mapping[str, Any],
    author: User | None,
    language: str,
    key: str,
    note: str = "",
    base_revision: Revision | None = None,
) -> EntryChange | None:
    """Take what a company wants changed in its entry; returns ``None`` where nothing differs.

    ``values`` are new values in the form of a revision, rows as whole lists; ``language`` is the company's. What needs
    no review goes live at once, and the rest waits in the place of what waited before; the change returned is the one
    that waits, if any. The same ``key`` is the same change, however often sent. Raises ``ValidationError`` beside
    fields, rows as ``contacts-0-email``.
    """
    live: Any = _locked_entry(entry)
    if earlier := EntryChange.objects.filter(key=key).first():
        if earlier.entry != live:
            raise ValidationError(KEY_USED)
        return earlier
    wanted = normalised(live, values)
    fields = differences(values_of(live) | _state_of(live), wanted, _base_of(live, base_revision))
    _check_proposed(live, fields)
    at_once, waiting = split(live, fields)
    if at_once and waiting and not _stands_alone(live, at_once):
        at_once, waiting = {}, fields
    about: dict[str, Any] = {
        "author": author,
        "language": language,
        "note": note,
        "institution": responsible_institution(live),
    }
    if waiting or live.state == State.DRAFT:
        replaced = _end_waiting(live, EntryChange.State.REPLACED)
        about["assigned_to"] = replaced.assigned_to if replaced else None
        waits = _record(live, waiting, key=key, publishes=live.state == State.DRAFT, **about)
        if at_once:
            _go_live(live, at_once, key=uuid4().hex, **about | {"assigned_to": None})
        return waits
    if _takes_back(live, wanted, at_once):
        _end_waiting(live, EntryChange.State.WITHDRAWN)
    return _go_live(live, at_once, key=key, **about) if at_once else None


@transaction.atomic
def approve_change(
    *,
    change: EntryChange,
    user: User | None,
    seen: str,
    corrections: Mapping[str, Any] | None = None,
    live_seen: Values | None = None,
) -> EntryChange:
    """Write a change into its entry: exactly what was ``seen``, the ``digest`` of the change as the reviewer had it.

    ``corrections`` are values that the reviewer wants instead, in the form of ``submit_change``; they also settle what
    has changed meanwhile. ``live_seen``, where given, are the live values that the reviewer had before them while
    correcting. Raises ``ValidationError``, beside fields where one is to blame, and writes nothing then.
    """
    live, change = _locked(change)
    if seen != change.digest or (live_seen is not None and live_seen != values_of(live, live_seen)):
        raise ValidationError(MOVED_ON)
    corrected = normalised(live, corrections or {})
    fields = {name: value for name, value in change.fields.items() if name not in corrected}
    moved_on = {name for name, _row in conflicts(values_of(live) | _state_of(live), fields)}
    if moved_on:
        raise ValidationError(dict.fromkeys(sorted(moved_on), CONFLICT))
    fields |= differences(values_of(live), corrected)
    state = EntryChange.State.CORRECTED if corrected else EntryChange.State.APPROVED
    change.institution = responsible_institution(live)
    _decide(change, state, user)
    try:
        with transaction.atomic():
            write_change(live, change, fields, user=user)
    except IntegrityError as error:
        raise ValidationError(TAKEN) from error
    _tell_company(change, live, corrected=sorted(corrected))
    return change


@transaction.atomic
def reject_change(*, change: EntryChange, user: User | None, reason: str) -> EntryChange:
    """Decline a change with a reason that its company reads; the entry stays as it is."""
    live, change = _locked(change)
    change.reason = reason.strip()
    if not change.reason:
        raise ValidationError({"reason": NO_REASON})
    EntryChange._meta.get_field("reason").run_validators(change.reason)
    change.institution = responsible_institution(live)
    _decide(change, EntryChange.State.REJECTED, user)
    _tell_company(change, live, corrected=[])
    return change


@transaction.atomic
def withdraw_change(*, change: EntryChange, user: User | None) -> EntryChange:
    """Take back a change that still waits, at the wish of its company."""
    _live, change = _locked(change)
    return _decide(change, EntryChange.State.WITHDRAWN, user)


@transaction.atomic
def assign_change(*, change: EntryChange, to: User | None) -> EntryChange:
    """Note who looks after a change that waits, or that nobody does any more."""
    _live, change = _locked(change)
    change.assigned_to = to
    change.save(update_fields=["assigned_to"])
    return change


def _locked_entry(entry: Entry) -> Entry:
    """Return the entry as it is now, for nobody else to write until the transaction ends."""
    live = type(entry)._default_manager.select_for_update().filter(pk=entry.pk).first()
    if live is None:
        raise ValidationError(GONE)
    company = live.company if isinstance(live, Offer) else live
    if company.merged_into_id:
        raise ValidationError(MERGED)
    return live


def _locked(change: EntryChange) -> tuple[Any, EntryChange]:
    """Return the entry and a change of it that waits, locked in the order in which a submission locks them."""
    live = _locked_entry(change.entry)
    current = EntryChange.objects.select_for_update().filter(pk=change.pk).first()
    if current is None or not current.is_waiting:
        raise ValidationError(DECIDED)
    return live, current


def _state_of(entry: Entry) -> Values:
    return {"state": str(entry.state)}


def _base_of(entry: Entry, revision: Revision | None) -> Values | None:
    """The values of the version that a form was opened with, unless that is still the latest."""
    if revision is None or revision.pk == entry.latest_revision_id or str(revision.object_id) != str(entry.pk):
        return None
    return normalised(entry, {name: value for name, value in revision.content.items() if name != "state"})


def _fresh(entry: Entry) -> Any:
    return type(entry)._default_manager.get(pk=entry.pk)


def _check_proposed(entry: Entry, fields: Differences) -> None:
    """Check the entry as it would be, complete enough for the public if it waits for its first publication."""
    proposed = _fresh(entry)
    patch(proposed, fields)
    if proposed.state == State.DRAFT:
        begin_state(proposed, state=State.PUBLISHED, reason="—")
        check_complete(proposed)
    check(proposed, fields)


def _stands_alone(entry: Entry, at_once: Differences) -> bool:
    """Whether the entry is right also with that part alone which needs no review."""
    proposed = _fresh(entry)
    patch(proposed, at_once)
    try:
        check(proposed, at_once)
    except ValidationError:
        return False
    return True


def _waiting_for(entry: Entry) -> EntryChange | None:
    of = {"offer": entry} if isinstance(entry, Offer) else {"company": entry, "offer": None}
    return EntryChange.objects.select_for_update(of=("self",)).waiting().filter(**of).first()


def _end_waiting(entry: Entry, state: EntryChange.State) -> EntryChange | None:
    change = _waiting_for(entry)
    return _decide(change, state, None) if change else None


def _takes_back(entry: Entry, wanted: Values, at_once: Differences) -> bool:
    """Whether a whole form says that all is to be as it is, of which something waits to be changed."""
    change = _waiting_for(entry)
    return change is not None and set(change.fields) <= set(wanted) and not set(wanted) <= set(at_once)


def _record(entry: Entry, fields: Differences, **about: Any) -> EntryChange:
    company = entry.company if isinstance(entry, Offer) else entry
    return EntryChange.objects.create(
        company=company,
        offer=entry if isinstance(entry, Offer) else None,
        fields=fields,
        base_revision=entry.latest_revision,
        submitted_at=timezone.now(),
        **about,
    )


def _go_live(entry: Entry, fields: Differences, *, author: User | None, **about: Any) -> EntryChange:
    now = timezone.now()
    change = _record(entry, fields, author=author, state=EntryChange.State.AT_ONCE, decided_at=now, **about)
    write_change(entry, change, fields, user=author)
    return change


def _decide(change: EntryChange, state: EntryChange.State, user: User | None) -> EntryChange:
    change.state, change.decided_at, change.decided_by = state, timezone.now(), user
    change.save()
    return change


def _tell_company(change: EntryChange, entry: Entry, *, corrected: list[str]) -> None:
    def context() -> dict[str, Any]:
        return {
            "change": change,
            "labels": [label_of(entry, name) for name in change.fields],
            "corrected": [label_of(entry, name) for name in corrected],
        }

    tell_people(entry, "change_decision", key=f"change:{change.pk}", otherwise=change.author, context=context)
