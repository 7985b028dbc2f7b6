"""Every address of the directory in the admin, tried by every role on the own and on another institution's drafts."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.log_actions import log
from wagtail.models import Collection

from core.models import PortalDocument, PortalImage
from directory.models import Certificate, Company, CompanyCertificate, Offer
from home.roles import PROOFS
from tests.editing import XHR, at_work

from .editing import add, errors_of, form_of, url
from .rights import CANARY, NAMESPACES, PAIRS, Side, addresses, ask, text_of

pytestmark = pytest.mark.django_db

#: Who asks for what: a moderator for the own records, everybody else, and the moderator too, for the other side's.
COLUMNS = ["own", "other", "operator", "editor", "author", "anonymous"]
PAGE = ("200 404 200 404 404 403", "405 404 405 404 404 403")
FORM = ("200 404 200 404 404 403", "200 404 200 404 404 403")
DEED = ("405 404 405 404 404 403", "302 404 302 404 404 403")
DELETE = ("403 404 200 404 404 403", "403 404 302 404 404 403")
LIST = ("200 200 200 403 403 403", "405 405 405 403 403 403")
NEW = ("200 200 200 403 403 403", "200 200 200 403 403 403")
MODERATORS = "200 404 200 403 403 403"
NOBODY = ("403 403 403 403 403 403", "403 403 403 403 403 403")
NO_ENTRY = ("403 404 403 404 404 403", "403 404 403 404 404 403")
EVERYBODY = ("200 200 200 200 200 403", "405 405 405 405 405 403")
NOT_PUBLIC = ("404 404 404 404 404 403", "405 405 405 405 405 403")
EDITORS = ("403 403 200 200 403 403", "403 403 405 405 403 403")
EDITORS_FORM = ("403 403 200 200 403 403", "403 403 200 200 403 403")
OPERATORS = ("403 403 200 403 403 403", "403 403 405 403 403 403")
OPERATORS_FORM = ("403 403 200 403 403 403", "403 403 200 403 403 403")
OPERATORS_DEED = ("403 403 200 403 403 403", "403 403 302 403 403 403")

ENTRY = {
    **dict.fromkeys(["list", "list_results"], LIST),
    **dict.fromkeys(["add", "preview_on_add"], NEW),
    **dict.fromkeys(["edit", "preview_on_edit", "revisions_revert"], FORM),
    **dict.fromkeys(["inspect", "usage", "history", "history_results", "revisions_view", "revisions_compare"], PAGE),
    **dict.fromkeys(["lock", "unlock"], DEED),
    "delete": DELETE,
}
FOR_PAGES = {**dict.fromkeys(["choose", "choose_results", "chosen_multiple"], EVERYBODY), "chosen": NOT_PUBLIC}
WITHIN = {
    **dict.fromkeys(["choose", "choose_results", "chosen_multiple"], LIST),
    "chosen": ("200 404 200 403 403 403", "405 405 405 403 403 403"),
}
#: Deleting what entries still use is answered with the reasons.
OFFICIAL = {
    **dict.fromkeys(["index", "inspect", "history"], EDITORS),
    **dict.fromkeys(["create", "edit", "delete"], OPERATORS_FORM),
}
EXPECTED = {
    "wagtailsnippets_directory_company": ENTRY,
    "wagtailsnippets_directory_offer": ENTRY,
    "wagtailsnippetchoosers_directory_company": FOR_PAGES,
    "wagtailsnippetchoosers_directory_offer": FOR_PAGES,
    "company_of_offer_chooser": WITHIN,
    "directory_problemreport": {
        "index": LIST,
        "create": NOBODY,
        "edit": FORM,
        "delete": DELETE,
        "inspect": PAGE,
        "history": PAGE,
    },
    "directory_outside-towns": {
        "index": OPERATORS,
        "create": NOBODY,
        "edit": NO_ENTRY,
        "delete": NO_ENTRY,
        "history": ("403 404 200 404 404 403", "403 404 405 404 404 403"),
    },
    "directory_objection": {
        **dict.fromkeys(["index", "inspect", "history"], OPERATORS),
        "create": OPERATORS_FORM,
        "edit": OPERATORS_FORM,
        "delete": OPERATORS_DEED,
    },
    "directory_sector": OFFICIAL,
    "directory_certificate": OFFICIAL,
    "directory_concept": {**OFFICIAL, "create": EDITORS_FORM, "edit": EDITORS_FORM, "delete": OPERATORS_DEED},
    "directory_suspectedpair": {"index": LIST},
    "directory_differentcompanies": {"index": LIST},
    "directory_companymerge": {"index": LIST},
    "directory_membership": {
        "index": LIST,
        "create": NEW,
        "edit": FORM,
        "delete": ("200 404 200 404 404 403", "302 404 302 404 404 403"),
        "history": PAGE,
    },
    "directory_register-checks": {
        "index": LIST,
        "create": NOBODY,
        **dict.fromkeys(["edit", "delete"], NO_ENTRY),
        **dict.fromkeys(["inspect", "history"], PAGE),
    },
    "directory_changes": {
        **dict.fromkeys(["queue", "statistics"], LIST),
        "review": (MODERATORS, "302 404 302 403 403 403"),
        "correct": (MODERATORS, "422 404 422 403 403 403"),
        "preview": (MODERATORS, "405 405 405 403 403 403"),
    },
    "exchange": {
        **dict.fromkeys(["runs", "runs_results", "sample", "export_companies", "export_offers"], LIST),
        "new": NEW,
        **dict.fromkeys(["run", "progress", "rows"], PAGE),
        **dict.fromkeys(["read", "write"], DEED),
        "undo": ("302 404 302 404 404 403", "302 404 302 404 404 403"),
    },
    "pairs": {
        "check_typed_company": NEW,
        "compare_companies": (MODERATORS, "302 404 302 403 403 403"),
        "merge_companies": (MODERATORS, "422 404 422 403 403 403"),
        "undo_merge": (MODERATORS, "302 404 302 403 403 403"),
    },
    "directory_language": {
        **dict.fromkeys(["index", "history"], EDITORS),
        "create": OPERATORS_FORM,
        "edit": OPERATORS_FORM,
        "delete": OPERATORS_DEED,
    },
}


def split(name: str) -> list[str]:
    """Return the group of an address and its view."""
    if name in PAIRS:
        return ["pairs", name]
    return name.split(":") if ":" in name else name.split("_modeladmin_")


def joined(group: str, view: str) -> str:
    """Return the name of an address, the reverse of ``split``."""
    if group == "pairs":
        return view
    return f"{group}:{view}" if group in NAMESPACES else f"{group}_modeladmin_{view}"


@pytest.fixture
def own() -> Side:
    return Side("Eigen", "zwickau")


@pytest.fixture
def other() -> Side:
    return Side(CANARY, "cheb")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_is_declared():
    found = defaultdict(set)
    for name in addresses():
        group, view = split(name)
        found[group].add(view)
    assert found == {group: set(views) for group, views in EXPECTED.items()}


@pytest.mark.parametrize("group", EXPECTED)
def test_each_address_answers_each_role(group, own, other, moderator_chemnitz, operator, editor, author):
    users = [moderator_chemnitz, moderator_chemnitz, operator, editor, author]
    clients = dict(zip(COLUMNS, [*map(at_work, users), Client()], strict=True))
    for view, expected in EXPECTED[group].items():
        for method, row in zip(["GET", "POST"], expected, strict=True):
            found = []
            for column, client in clients.items():
                with undone():
                    answer = ask(client, method, joined(group, view), own if column == "own" else other)
                    found.append(str(answer.status_code))
                    assert column == "operator" or CANARY not in text_of(answer), (view, method, column)
            assert " ".join(found) == row, (view, method)


QUERIES = [
    {},
    {"q": CANARY},
    {"state": "draft", "_w_filter_fragment": 1},
    {"export": "csv"},
    {"export": "xlsx"},
    {"ordering": "-country", "p": 2},
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_lists_and_files_hold_the_own_area_alone(own, other, moderator_chemnitz, moderator_karlovy_vary, query):
    lists = [url(model, view) for model in (Company, Offer) for view in ("list", "list_results")]
    for address in [*lists, reverse("directory_problemreport_modeladmin_index")]:
        answer = at_work(moderator_chemnitz).get(address, query)
        if query.get("export") == "csv":
            assert own.name in text_of(answer)
            assert CANARY in text_of(at_work(moderator_karlovy_vary).get(address, query))
        table = BeautifulSoup(answer.getvalue(), "html.parser").select_one("table.listing, tbody")
        assert CANARY not in (str(table) if "q" in query else text_of(answer)), address


def test_versions_of_others_cannot_be_borrowed(own, other, moderator_chemnitz):
    client = at_work(moderator_chemnitz)
    borrowed = other.company.latest_revision_id
    for view, further in [
        ("revisions_view", [borrowed]),
        ("revisions_revert", [borrowed]),
        ("revisions_compare", [borrowed, "live"]),
        ("revisions_compare", ["live", borrowed]),
    ]:
        assert client.get(url(own.company, view, *further)).status_code == 404


@pytest.fixture
def moderator_who_deletes(moderator_chemnitz):
    for name in ("delete_company", "delete_offer"):
        moderator_chemnitz.user_permissions.add(Permission.objects.get(codename=name))
    return moderator_chemnitz


@pytest.mark.parametrize("kind", ["company", "offer"])
def test_bulk_actions_stay_within_the_own_area(own, other, moderator_who_deletes, kind):
    actions = [action.action_type for action in bulk_action_registry.get_bulk_actions_for_model("directory", kind)]
    assert actions == ["delete"]
    client = at_work(moderator_who_deletes)
    mine, theirs = getattr(own, kind), getattr(other, kind)
    address = reverse("wagtail_bulk_action", args=["directory", kind, "delete"])
    for numbers in ([theirs.pk], [mine.pk, theirs.pk], ["all"]):
        query = "&".join(f"id={number}" for number in numbers)
        for answer in (client.get(f"{address}?{query}"), client.post(f"{address}?{query}")):
            assert answer.status_code == 404
            assert CANARY not in text_of(answer)
    assert client.post(f"{address}?id={mine.pk}").status_code == 302
    assert (type(mine).objects.filter(pk=mine.pk).exists(), type(theirs).objects.filter(pk=theirs.pk).exists()) == (
        *(False, True),
    )


@pytest.mark.parametrize("who", ["moderator_chemnitz", "editor", "author"])
def test_site_history_tells_of_the_own_area_alone(request, own, other, operator, who):
    for side in (own, other):
        for record in (side.company, side.offer, side.report):
            log(record, "wagtail.edit", user=operator)
    client = at_work(request.getfixturevalue(who))
    for view in ("site_history", "site_history_results"):
        address = reverse(f"wagtailadmin_reports:{view}")
        for query in ({}, {"label": CANARY}, {"export": "csv"}, {"export": "xlsx"}):
            text = text_of(client.get(address, query))
            assert f"{CANARY} " not in text, (view, query)
            if query in ({}, {"export": "csv"}):
                assert (own.name in text) is (who == "moderator_chemnitz")
        assert CANARY in text_of(at_work(operator).get(address))
        assert Client().get(address, headers=XHR).status_code == 403


def test_nobody_sees_who_else_edits_another_institutions_entry(own, other, moderator_chemnitz):
    client = at_work(moderator_chemnitz)
    for side, status in [(own, 200), (other, 404)]:
        address = reverse("wagtailadmin_editing_sessions:ping", args=["directory", "company", side.company.pk, 0])
        assert client.post(address).status_code == status


def test_usage_of_a_picture_names_no_entry_of_others(own, other, editor_wfs, operator):
    picture = PortalImage.objects.first()
    for side in (own, other):
        side.company.logo = picture
        side.company.save()
    address = reverse("wagtailimages:image_usage", args=[picture.pk])
    assert CANARY in text_of(at_work(operator).get(address))
    assert CANARY not in text_of(at_work(editor_wfs).get(address))


@pytest.mark.parametrize(
    ("who", "status"),
    [("moderator_karlovy_vary", 200), ("operator", 200), ("moderator_chemnitz", 404), ("editor", 404)],
)
def test_proof_is_for_the_moderators_of_its_company(request, other, who, status):
    folder = Collection.objects.get(name=PROOFS)
    file = ContentFile(b"%PDF-1.4 proof", name="proof.pdf")
    proof = PortalDocument.objects.create(title=CANARY, collection=folder, file=file)
    proof.file.close()
    CompanyCertificate.objects.create(company=other.company, certificate=Certificate.objects.first(), proof=proof)
    client = at_work(request.getfixturevalue(who))
    if who == "editor":
        folder.view_restrictions.all().delete()
    answer = client.get(proof.url)
    assert answer.status_code == status
    answer.close()


def test_offer_cannot_be_hung_on_another_institutions_company(own, other, moderator_chemnitz):
    client = at_work(moderator_chemnitz)
    data = {**form_of(client, own.offer), "company": other.company.pk, "title_cs": "Zůstává"}
    for address in (url(own.offer, "edit"), url(Offer, "add")):
        response = client.post(address, data)
        assert set(errors_of(response)) == {"company"}
        assert CANARY not in text_of(response)
        assert "Zůstává" in text_of(response)
    preview = url(Offer, "preview_on_add")
    assert json.loads(client.post(preview, data).content) == {"is_valid": False, "is_available": False}
    assert CANARY not in text_of(client.get(preview))
    own.offer.refresh_from_db()
    assert own.offer.company == own.company


def test_same_register_number_names_no_company_of_others(own, other, moderator_chemnitz):
    Company.objects.filter(pk=other.company.pk).update(country="DE", register_number="HRB 93001")
    data = {"legal_name": "Zwilling GmbH", "country": "DE", "register_number": "HRB 93001"}
    seat = form_of(at_work(moderator_chemnitz), own.company)
    place = {"locations-TOTAL_FORMS": 1, "locations-0-place": seat["locations-0-place"], "locations-0-is_seat": "on"}
    client = at_work(moderator_chemnitz)
    assert add(client, Company, **data, **place).status_code == 302
    text = text_of(client.get(url(Company, "list")))
    assert "KHK KK" in text
    assert CANARY not in text


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("directory_certificate", "company_certificates__company__legal_name__startswith"),
        ("directory_sector", "companies__legal_name__startswith"),
        ("directory_problemreport", "company__offers__title_de__startswith"),
        ("core_institution", "moderated_regions__locations__company__legal_name__startswith"),
    ],
)
def test_lists_follow_no_path_that_somebody_writes_into_the_address(other, editor_wfs, name, path):
    Certificate.objects.first().company_certificates.create(company=other.company)
    client, address = at_work(editor_wfs), reverse(f"{name}_modeladmin_index")
    found = [client.get(address, {path: word}).context["result_count"] for word in (CANARY, "Nichts dergleichen")]
    assert found[0] == found[1]
