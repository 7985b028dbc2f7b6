"""The directory with thousands of companies: lists go along their indexes, and cost no more than with a few."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Count, QuerySet

from bench.addresses import lists
from bench.measure import Visitor
from bench.rows import analyze, delete_companies, generated, write_companies
from directory.models import Capability, Company, Location, Offer

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("postgresql", "transactional_db")]

FEW, MANY = 50, 5_000
PAGE = 20
MOST_QUERIES, MOST_BYTES = 10, 25_000
# A map of very many towns shows their regions: in which region each town lies, and the regions.
REGION_QUERIES = 2


@pytest.fixture(scope="module", autouse=True)
def many_companies(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Generated companies beside those of the demo, gone when the module is through."""
    with django_db_blocker.unblock(), transaction.atomic():
        if connection.vendor == "postgresql":  # elsewhere the tests are skipped
            write_companies(MANY, seed=1)
            analyze()
        yield
        transaction.set_rollback(True)


def nodes_of(rows: QuerySet) -> list[dict]:
    """The parts of PostgreSQL's plan for a query."""
    waiting, nodes = [json.loads(rows.explain(format="JSON"))[0]["Plan"]], []
    while waiting:
        nodes.append(waiting.pop())
        waiting += nodes[-1].get("Plans", [])
    return nodes


def indexes_of(rows: QuerySet) -> set[str]:
    return {node["Index Name"] for node in nodes_of(rows) if "Index Name" in node}


def kinds_of(rows: QuerySet) -> set[str]:
    return {node["Node Type"] for node in nodes_of(rows)}


def tables_read_whole(rows: QuerySet) -> set[str]:
    return {node["Relation Name"] for node in nodes_of(rows) if node["Node Type"] == "Seq Scan"}


def most_frequent(field: str) -> str:
    seats = Location.objects.filter(is_seat=True).exclude(**{field: None})
    return seats.order_by().values_list(field).annotate(count=Count("pk")).latest("count")[0]


def rarest(rows: QuerySet, field: str) -> int:
    return rows.order_by().values_list(field).annotate(count=Count("pk")).earliest("count")[0]


def queries_of(paths: list[str]) -> dict[str, int]:
    visitor = Visitor(cold=True)
    visitor.count_queries(paths[0])  # the first request of a process finds out where the trees begin
    return {path: visitor.count_queries(path) for path in paths}


@pytest.mark.parametrize(
    ("order", "language", "index"),
    [
        ("name", "de", "directory_company_a_to_z_de"),
        ("name", "cs", "directory_company_a_to_z_cs"),
        ("newest", "de", "directory_company_newest"),
        ("confirmed", "cs", "directory_company_confirmed"),
    ],
)
def test_company_list_goes_along_the_index_of_its_order(order, language, index):
    companies = Company.objects.published().in_order(order, language).values("pk")[:PAGE]
    assert index in indexes_of(companies)
    assert "Sort" not in kinds_of(companies)


@pytest.mark.parametrize(
    ("order", "index"), [("newest", "directory_offer_newest"), ("ending", "directory_offer_ending")]
)
def test_offer_list_goes_along_the_index_of_its_order(order, index):
    offers = Offer.objects.published().in_order(order).values("pk")[:PAGE]
    assert index in indexes_of(offers)
    assert "Sort" not in kinds_of(offers)


def test_seats_in_a_place_or_region_are_found_by_an_index():
    """Which of two it is, the seats' own or the foreign key's, depends on when the table was last vacuumed."""
    in_place = Company.objects.published().in_places([most_frequent("place")])
    in_region = Company.objects.published().in_region(most_frequent("region__code"))
    assert "directory_location" not in tables_read_whole(in_place) | tables_read_whole(in_region)


def test_what_hardly_any_company_can_do_is_not_searched_along_the_order():
    concept = rarest(Capability.objects.filter(company__in=Company.objects.published()), "concept")
    companies = Company.objects.published().with_capability([concept]).in_order("name", "de").values("pk")[:PAGE]
    assert not indexes_of(companies) & {"directory_company_a_to_z_de"}
    assert not tables_read_whole(companies)


def test_no_query_is_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_lists_and_maps_stay_within_queries_and_bytes():
    visitor = Visitor()
    for path in lists():
        visitor.weigh(path)  # what can be chosen is kept for a minute
        assert visitor.count_queries(path) <= MOST_QUERIES, path
        assert visitor.weigh(path) <= MOST_BYTES, path


def test_no_list_costs_more_queries_for_many_companies_than_for_few():
    few = generated().order_by("pk")[:FEW].values_list("pk", flat=True)
    with transaction.atomic():
        delete_companies(Company.objects.exclude(pk__in=list(few)))
        paths = [path for path in lists() if "&" not in path]  # several filters may leave none of so few
        for_few = queries_of(paths)
        transaction.set_rollback(True)
    in_regions = {path: REGION_QUERIES for path in paths if path.endswith("view=map")}
    assert queries_of(paths) == {path: count + in_regions.get(path, 0) for path, count in for_few.items()}
