"""Who may see and change which entries in the admin.

Moderators are the members of an institution's group of moderators: they see and change what their institution answers
for. Operators see everything. What is public is on the public pages, for everybody.
"""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from accounts.models import User
from core.models import Institution

from .models import (
    Company,
    CompanyCertificate,
    CompanyMerge,
    DifferentCompanies,
    EntryChange,
    EntryReference,
    ImportRow,
    ImportRun,
    Location,
    Membership,
    Offer,
    ProblemReport,
    RegisterCheck,
)
from .querysets import CompanyQuerySet
from .responsibility import Area, area_of

EVERYWHERE = "directory.moderate_everywhere"

Person = User | AnonymousUser


def is_operator(user: Person) -> bool:
    """Whether somebody moderates everywhere."""
    return user.has_perm(EVERYWHERE)


def institutions_of(user: Person) -> list[Institution]:
    """Return the institutions that somebody moderates for; operators need none."""
    return list(Institution.objects.filter(moderators__in=user.groups.all()))


def acting_for(user: Person) -> Institution | None:
    """Return the institution that somebody acts for, or ``None`` for an operator.

    Raises ``PermissionDenied`` for who is neither: nobody becomes an operator by belonging nowhere.
    """
    if is_operator(user):
        return None
    for institution in institutions_of(user):
        return institution
    raise PermissionDenied


def area(user: Person) -> Area:
    """Return what somebody who is no operator answers for."""
    return area_of(institutions_of(user))


def companies_within(user: Person) -> CompanyQuerySet:
    """Return the companies, public or not, that somebody may see and change."""
    everywhere: Any = Company.objects.all()
    return everywhere if is_operator(user) else area(user).companies


def offers_within(user: Person) -> QuerySet[Offer]:
    return within(user, Offer.objects.all())


def may_change(user: Person, entry: Company | Offer) -> bool:
    """Whether somebody may change an entry as it is stored."""
    model = type(entry)
    return user.has_perm(f"directory.change_{model._meta.model_name}") and is_within(user, model, entry.pk)


def is_within(user: Person, model: type[Model], number: object) -> bool:
    """Whether the record with a number, in whatever form it came, is there and within somebody's area."""
    try:
        return within(user, model._default_manager.filter(pk=number)).exists()
    except ValueError:  # no number at all
        return False


def within(user: Person, records: QuerySet) -> QuerySet:
    """Return those of some records of a kind named in ``SCOPES`` that lie within somebody's area."""
    return records if is_operator(user) else records.filter(SCOPES[records.model](user))


def _any_of(*paths: str) -> Callable[[Person], Q]:
    """Where one of the companies that a record names is within the area."""
    return _by_company(or_, paths)


def _all_of(*paths: str) -> Callable[[Person], Q]:
    """Where all of them are: a record about two companies tells of both."""
    return _by_company(and_, paths)


def _by_company(operator: Callable[[Q, Q], Q], paths: tuple[str, ...]) -> Callable[[Person], Q]:
    def scope(user: Person) -> Q:
        companies = companies_within(user).values("pk")
        return reduce(operator, (Q(**{f"{path}__in": companies}) for path in paths))

    return scope


def _of_institution(path: str) -> Callable[[Person], Q]:
    return lambda user: Q(**{f"{path}__in": institutions_of(user)})


#: What tells of entries, each kind with the condition under which a moderator may see it.
SCOPES: dict[type[Model], Callable[[Person], Q]] = {
    Company: _any_of("pk"),
    Offer: _any_of("company"),
    Location: _any_of("company"),
    CompanyCertificate: _any_of("company"),
    ProblemReport: _any_of("company", "offer__company"),
    EntryChange: _any_of("company"),
    Membership: _any_of("company"),
    RegisterCheck: _any_of("company"),
    EntryReference: _any_of("company", "offer__company"),
    CompanyMerge: _all_of("kept", "merged"),
    DifferentCompanies: _all_of("first", "second"),
    ImportRun: _of_institution("institution"),
    ImportRow: _of_institution("run__institution"),
}
