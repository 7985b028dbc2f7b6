"""The timed work of duplicates."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.periodic import jobs
from directory.duplicates.merging import merge_companies
from directory.models import Company, CompanyMerge, SuspectedPair
from tests.directory.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def listed() -> bool:
    return SuspectedPair.objects.filter(first__legal_name="Zinnoberkern GmbH").exists()


@pytest.mark.parametrize("name", ["likely-duplicates", "likely-duplicates-of-changed"])
def test_likely_pairs_are_listed(name):
    CompanyFactory(legal_name="Zinnoberkern GmbH")
    CompanyFactory(legal_name="Zinnoberkern AG")
    assert not listed()
    jobs[name]()
    assert listed()


def test_what_undoing_needs_is_emptied_after_thirty_days():
    record = merge_companies(kept=CompanyFactory(), merged=CompanyFactory(), choices={}, user=None)
    jobs["forget-merges"]()
    assert CompanyMerge.objects.get(pk=record.pk).before
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        jobs["forget-merges"]()
    forgotten = CompanyMerge.objects.get(pk=record.pk)
    assert (forgotten.before, forgotten.after) == ({}, {})
    assert Company.objects.get(pk=record.merged_id).merged_into_id == record.kept_id
