"""Which entries are public: states with their reasons."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from directory.models import Company, Entry, Offer, State

from .mails import tell_people

LOG_ACTION = "directory.state"
LONGEST_REASON = Entry._meta.get_field("state_reason").max_length or 0
WITHOUT_REASON = _("Say why the state changes: the company has a right to know.")
WITHOUT_SEAT = _("A company is published with its seat. Add the address and mark it as seat.")
SEAT_ELSEWHERE = _(
    "The seat lies in another country than the company. Correct the country, or mark another location as seat."
)
#: What the company is told of, with the reason and how to object.
WITHHELD = (State.HIDDEN, State.SUSPENDED)


@transaction.atomic
def change_state(*, entry: Entry, state: State, reason: str, user: User | None) -> None:
    """Publish, hide, suspend an entry or take it back to draft, with the reason that its history keeps.

    Raises ``ValidationError`` without a reason, or where the entry is not complete enough to be published.
    """
    before = entry.state
    begin_state(entry, state=state, reason=reason)
    if entry.state == State.PUBLISHED:
        check_complete(entry)
    entry.save()
    entry.save_revision(user=user, clean=False)
    record_state(entry, before=before, user=user)


def begin_state(entry: Entry, *, state: str, reason: str) -> None:
    """Give an entry a state that it does not have yet; who calls checks it as a whole, saves it and records the change.

    The validity of an offer counts from its publication. Raises ``ValidationError`` without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"state_reason": WITHOUT_REASON})
    entry.state, entry.state_reason, entry.state_changed_at = State(state), reason, timezone.now()
    if isinstance(entry, Offer) and entry.state == State.PUBLISHED:
        begin_validity(entry)


def begin_validity(offer: Offer) -> None:
    """Count the twelve months of an offer from today: it was published or extended."""
    offer.valid_from = timezone.localdate()


def check_complete(entry: Entry) -> None:
    """Raise ``ValidationError`` for an entry that may not be public as it is."""
    if isinstance(entry, Company):
        _check_seat(entry)
    entry.full_clean()


def _check_seat(company: Company) -> None:
    if company.seat is None:
        raise ValidationError({"state": WITHOUT_SEAT})
    if company.seat.country != company.country:
        raise ValidationError({"country": SEAT_ELSEWHERE})


def record_state(entry: Entry, *, before: str, user: User | None) -> None:
    """Write into the history from which state to which an entry went, and why; tell its owners if it is withheld."""
    log_state(entry, before=before, user=user)
    if entry.state in WITHHELD:
        moment = entry.state_changed_at.isoformat() if entry.state_changed_at else ""
        tell_people(entry, "entry_withheld", key=f"withheld:{entry._meta.model_name}-{entry.pk}:{moment}")


def log_state(entry: Entry, *, before: str, user: User | None) -> None:
    log(entry, LOG_ACTION, user=user, data={"from": before, "to": entry.state, "reason": entry.state_reason})
