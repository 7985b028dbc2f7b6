"""A decided change written into its entry, with revision and log."""

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from accounts.models import User
from directory.changes.differences import Differences
from directory.changes.patch import check, patch
from directory.models import Entry, EntryChange, State

from .states import begin_state, check_complete, log_state

CHANGE_LOG_ACTION = "directory.change"


def write_change(entry: Entry, change: EntryChange, fields: Differences, *, user: User | None) -> None:
    """Write differences into the locked entry, keep the version before and after, and note it in the history.

    A draft that asked for its publication is published. Raises ``ValidationError`` if the entry would not be right.
    """
    if entry.latest_revision_id is None:
        entry.save_revision(clean=False, changed=False)
    before = entry.state
    patch(entry, fields)
    _take_state(entry, change, fields)
    check(entry, fields)
    if entry.state == State.PUBLISHED:
        check_complete(entry)
    entry.save()
    revision = entry.save_revision(user=user, clean=False)
    data = {"change": change.pk, "decision": str(change.state), "fields": list(fields)}
    log(entry, CHANGE_LOG_ACTION, user=user, revision=revision, data=data)
    if entry.state != before:
        log_state(entry, before=before, user=user)


def _take_state(entry: Entry, change: EntryChange, fields: Differences) -> None:
    with override(change.language):
        if "state" in fields:
            begin_state(entry, state=State.HIDDEN, reason=change.note[:400] or _("Withdrawn by the company."))
        elif change.publishes and entry.state == State.DRAFT:
            reason = _("Reviewed and published by %(institution)s.") % {"institution": change.institution}
            begin_state(entry, state=State.PUBLISHED, reason=reason)
