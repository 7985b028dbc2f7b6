"""What waits for too long is brought to mind, once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.mail import send_template
from core.models import Institution, Side
from core.working_days import working_days
from directory.models import EntryChange
from directory.responsibility import responsible_institution
from directory.services.mails import office_of

LONGEST_WAIT = 3  # working days


@transaction.atomic
def escalate() -> int:
    """Write to the institutions and to the operators about what waits for three working days; returns how much."""
    now = timezone.now()
    overdue: dict[Institution, list[EntryChange]] = defaultdict(list)
    for change in _unnoticed(now):
        institution = responsible_institution(change.entry)
        if working_days(change.submitted_at, now, institution.side) >= LONGEST_WAIT:
            overdue[institution].append(change)
    for institution, changes in overdue.items():
        _tell(institution, changes)
        EntryChange.objects.filter(pk__in=[change.pk for change in changes]).update(escalated_at=now)
    return sum(map(len, overdue.values()))


def _unnoticed(now: dt.datetime) -> Iterator[EntryChange]:
    waiting = EntryChange.objects.waiting().select_for_update(of=("self",)).select_related("company", "offer__company")
    yield from waiting.filter(escalated_at=None, submitted_at__lte=now - dt.timedelta(days=LONGEST_WAIT))


def _tell(institution: Institution, changes: list[EntryChange]) -> None:
    for change in changes:
        setattr(change, "review_url", reverse("directory_changes:review", args=[change.pk]))  # noqa: B010
    readers = {office_of(institution): Side(institution.side).language}
    readers |= {user.email: user.language for user in operators()}
    for address, language in readers.items():
        send_template(
            "changes_overdue",
            to=address,
            language=language,
            context={"institution": institution, "changes": changes, "site_url": settings.SITE_URL},
        )


def operators() -> Iterator[User]:
    """Yield those who keep an eye on all institutions."""
    rights = Permission.objects.filter(codename="moderate_everywhere", content_type__app_label="directory")
    holders = Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
    yield from User.objects.filter(holders, is_active=True).distinct()
