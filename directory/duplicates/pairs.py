"""The list of likely pairs: made anew each night, and for single companies as soon as they are saved."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from directory.models import Company, DifferentCompanies, SuspectedPair

from .comparing import Suspicion
from .finding import likely_duplicates
from .suspects import Suspects, in_order

BATCH = 2_000
#: Weaker ones are shown as warnings only.
LISTED_FROM = 20


@transaction.atomic
def rebuild_pairs() -> int:
    """Compare the whole directory and write the list anew; return how many pairs it holds."""
    pairs = list(_all_pairs(Suspects()))
    SuspectedPair.objects.all().delete()
    SuspectedPair.objects.bulk_create(pairs, batch_size=BATCH)
    return len(pairs)


def _all_pairs(suspects: Suspects) -> Iterable[SuspectedPair]:
    for pk, facts in suspects.facts.items():
        for other, reasons, score in suspects.matches(facts):
            if pk < other and score >= LISTED_FROM:
                yield SuspectedPair(first_id=pk, second_id=other, score=score, reasons=list(reasons))


@transaction.atomic
def refresh_pairs(numbers: Iterable[int]) -> None:
    """Find anew what some companies may be the same as; of merged ones nothing stays."""
    for company in Company.objects.filter(pk__in=numbers).with_seat():
        keep_pairs(company, [] if company.merged_into_id else likely_duplicates(company))


@transaction.atomic
def keep_pairs(company: Company, suspicions: Iterable[Suspicion]) -> None:
    """Write down what one company was found to be the same as, instead of what was found before."""
    kept = []
    for suspicion in suspicions:
        if suspicion.score >= LISTED_FROM:
            first, second = in_order(company.pk, suspicion.company.pk)
            found = {"score": suspicion.score, "reasons": list(suspicion.reasons)}
            pair, _is_new = SuspectedPair.objects.update_or_create(first_id=first, second_id=second, defaults=found)
            kept.append(pair.pk)
    SuspectedPair.objects.filter(Q(first=company) | Q(second=company)).exclude(pk__in=kept).delete()


@transaction.atomic
def tell_apart(first: Company, second: Company, *, user: User | None) -> DifferentCompanies:
    """Remember that two companies are not the same; asked for twice, it is one decision."""
    pair = dict(zip(("first_id", "second_id"), in_order(first.pk, second.pk), strict=True))
    SuspectedPair.objects.filter(**pair).delete()
    return DifferentCompanies.objects.get_or_create(**pair, defaults={"decided_by": user})[0]


@transaction.atomic
def take_back(first: Company, second: Company) -> None:
    """Forget that two companies are not the same; they may be suspected again."""
    lower, higher = in_order(first.pk, second.pk)
    DifferentCompanies.objects.filter(first=lower, second=higher).delete()
    refresh_pairs([lower])
