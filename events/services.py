"""What both languages of an event share, kept equal.

Publishing either language version writes its facts (date, place, link, status …) into the other: into the published row
and into the drafts that wait there, except where a draft's author had already put something else. ``CalendarEntry``
remembers the facts last published, so that only what really changed is carried over, and counts the changes for
calendars.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision

from .facts import Facts, assign, facts_of, shared_fields, unaware
from .models import CalendarEntry, EventPage

#: What follows from the facts: columns that lists are sorted by.
MOMENTS = ["starts_at", "ends_at"]


@transaction.atomic
def publish_facts(page: EventPage, *, written_at: dt.datetime | None = None) -> bool:
    """Carry the facts of a page that was just published to its other language; returns whether any had changed.

    ``written_at`` is when the published text was saved: where the other language was published since, what that changed
    holds, unless the text changed the same fact.
    """
    CalendarEntry.objects.get_or_create(translation_key=page.translation_key)
    entry = CalendarEntry.objects.select_for_update().get(translation_key=page.translation_key)
    facts = _with_what_it_missed(page, entry, written_at)
    has_changed = facts != entry.facts
    if has_changed:
        entry.sequence += bool(entry.facts)
        entry.facts_before, entry.facts = entry.facts, facts
        entry.save()
    for version in EventPage.objects.filter(translation_key=page.translation_key):
        _write_row(version, facts)
        if has_changed:
            _write_drafts(version, _waiting(version, page), entry)
    return has_changed


def _with_what_it_missed(page: EventPage, entry: CalendarEntry, written_at: dt.datetime | None) -> Facts:
    mine = facts_of(page)
    if written_at is None or not entry.facts_before or written_at >= entry.changed_at:
        return mine
    merged = mine | unaware(mine=mine, before=entry.facts_before, now=entry.facts)
    return merged if _are_possible(merged) else mine


def _waiting(version: EventPage, published: EventPage) -> Q:
    """Return what of a version shall follow: its drafts; of the published page itself only what was just published."""
    if version.pk == published.pk:
        return Q(pk=version.live_revision_id)
    return Q(pk=version.latest_revision_id) | Q(approved_go_live_at__isnull=False)


def _write_row(version: EventPage, facts: Facts) -> None:
    if facts_of(version) == facts:
        return
    assign(version, facts)
    version.fill_moments()
    names = [field.attname for field in shared_fields(EventPage)] + MOMENTS
    EventPage.objects.filter(pk=version.pk).update(**{name: getattr(version, name) for name in names})


def _write_drafts(version: EventPage, waiting: Q, entry: CalendarEntry) -> None:
    """Bring the revisions that wait up to date; a fact that a draft's author changed stays theirs."""
    for revision in Revision.objects.for_instance(version).filter(waiting):
        draft = revision.as_object()
        mine = facts_of(draft)
        merged = mine | unaware(mine=mine, before=entry.facts_before or mine, now=entry.facts)
        # An own last day before the new first one cannot be published: there the published facts win as a whole.
        if _are_possible(mine) and not _are_possible(merged):
            merged = entry.facts
        if merged != mine:
            _write_revision(revision, draft, merged)


def _write_revision(revision: Revision, draft: EventPage, facts: Facts) -> None:
    assign(draft, facts)
    draft.fill_moments()
    data = draft.serializable_data()
    revision.content |= {name: data[name] for name in [*EventPage.SHARED_FIELDS, *MOMENTS]}
    revision.save(update_fields=["content"])


def _are_possible(facts: Facts) -> bool:
    """Whether an event can take place as the facts say."""
    event = EventPage()
    assign(event, facts)
    event.fill_moments()
    try:
        event.clean_facts()
    except ValidationError:
        return False
    return True
