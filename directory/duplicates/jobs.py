"""The timed work of duplicates."""

from datetime import timedelta

from django.utils import timezone

from core.periodic import job
from directory.models import Company, CompanyMerge

from .pairs import rebuild_pairs, refresh_pairs
from .undoing import UNDO_WITHIN

#: A little longer than the interval, so that nothing falls between two runs; the nightly one finds the rest.
SAVED_WITHIN = timedelta(minutes=25)
#: After an import of more, the nightly run is quicker than one company after the other.
AT_ONCE = 500


@job("likely-duplicates", every=timedelta(days=1))
def list_likely_pairs() -> str:
    """Compare the whole directory."""
    return f"{rebuild_pairs()} likely pairs"


@job("likely-duplicates-of-changed", every=timedelta(minutes=10))
def list_pairs_of_changed() -> str:
    """Compare the companies that were saved outside the forms of the admin, which do it themselves."""
    changed = Company.objects.filter(updated_at__gt=timezone.now() - SAVED_WITHIN).order_by("-updated_at")
    numbers = list(changed.values_list("pk", flat=True)[:AT_ONCE])
    refresh_pairs(numbers)
    return f"{len(numbers)} companies compared"


@job("forget-merges", every=timedelta(days=1))
def forget_merges() -> str:
    """Empty what undoing a merge needs once it cannot be undone any more: whole rows with names and addresses."""
    old = CompanyMerge.objects.filter(merged_at__lt=timezone.now() - UNDO_WITHIN).exclude(before={}, after={})
    return f"{old.update(before={}, after={})} forgotten"
