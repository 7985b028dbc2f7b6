"""The review in the admin: who sees what, what the pages show, what their buttons do."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from core.models import Institution, Place
from directory.changes.forms import CorrectionForm
from directory.changes.scope import FIELDS, ROWS
from directory.changes.snapshot import row_values, values_of
from directory.models import Company, EntryChange, RegisterCheck
from directory.services import assign_change
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory
from tests.editing import at_work

from .work import add, rows, submitted

pytestmark = pytest.mark.django_db


def url(view: str, change: EntryChange | None = None, *further) -> str:
    return reverse(f"directory_changes:{view}", args=[*([change.pk] if change else []), *further])


def page(response) -> BeautifulSoup:
    assert response.status_code in (200, 422), response
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    return page(response).find("main").get_text(" ", strip=True)


@pytest.fixture
def client(reviewer):
    return at_work(reviewer)


@pytest.fixture
def change(company, owner) -> EntryChange:
    return submitted(
        company, author=owner, summary_de="Wir drehen und fräsen.", website="https://b.example", note="Eilt."
    )


def approve(client, change: EntryChange, **more):
    return client.post(url("review", change), {"action": "approve", "seen": change.digest, **more}, follow=True)


def test_queue_shows_what_waits_in_the_own_area_and_nothing_else(change, client, moderator_of, operator):
    submitted(CompanyFactory(legal_name="Strojírna Most s.r.o.", country="CZ"), "cz", website="https://b.example")
    assert "Drehteile Muster GmbH" in text(client.get(url("queue")))
    assert "Strojírna" not in text(client.get(url("queue")))
    assert "Drehteile" not in text(at_work(moderator_of("ahk-services")).get(url("queue")))
    both = text(at_work(operator).get(url("queue")))
    assert "Drehteile" in both
    assert "Strojírna" in both


def test_operator_looks_at_one_institution(change, operator):
    client = at_work(operator)
    assert "Drehteile" in text(client.get(url("queue"), {"institution": "ihk-chemnitz"}))
    assert "Drehteile" not in text(client.get(url("queue"), {"institution": "ahk-services"}))


def test_queue_tells_mine_from_nobodys_and_what_was_decided(change, client, reviewer):
    def shown(which: str) -> bool:
        return "Drehteile" in text(client.get(url("queue"), {"show": which}))

    assert [shown(which) for which in ("all", "mine", "unassigned", "decided", "nonsense")] == [
        *(True, False, True, False, True)
    ]
    client.post(url("review", change), {"action": "assign"})
    assert [shown(which) for which in ("all", "mine", "unassigned", "decided")] == [True, True, False, False]
    approve(client, change)
    assert [shown(which) for which in ("all", "mine", "unassigned", "decided")] == [False, False, False, True]


@pytest.mark.parametrize("view", ["review", "correct", "preview"])
def test_change_of_another_institution_is_not_there(change, client, moderator_of, view):
    further = ["de"] if view == "preview" else []
    address = url(view, change, *further)
    assert client.get(address).status_code == 200
    stranger = at_work(moderator_of("ahk-services"))
    assert stranger.get(address).status_code == 404
    if view != "preview":
        assert stranger.post(address, {"action": "approve", "seen": change.digest}).status_code == 404
    assert EntryChange.objects.get().is_waiting


def test_change_follows_the_seat(change, client, moderator_of):
    dresden = Place.objects.get(slug="dresden")
    change.company.locations.update(place=dresden, region=dresden.region)
    assert client.get(url("review", change)).status_code == 404
    assert at_work(moderator_of("ihk-dresden")).get(url("review", change)).status_code == 200


def test_who_moderates_nothing_has_no_business_here(change, author):
    client = at_work(author)
    for address in (url("queue"), url("review", change), url("correct", change), url("statistics")):
        assert client.get(address).status_code in (302, 403)
    assert "waiting-changes" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("language", ["de", "cs"])
def test_review_shows_difference_note_and_checks(change, company, client, reviewer, language):
    reviewer.language = language
    reviewer.save()
    add(company, "verifications", kind="vat", verified_on=dt.date(2026, 5, 4))
    RegisterCheck.objects.create(
        company=company,
        register="vies",
        number="DE1",
        result="valid",
        checked_at=timezone.now(),
        answer={"name": "M GmbH"},
    )
    response = client.get(url("review", change))
    said = text(response)
    for expected in ("Wir drehen", "und fräsen", "https://b.example", "Eilt.", "M GmbH", "2026"):
        assert expected in said
    inserted = " ".join(each.get_text() for each in page(response).find_all("ins"))
    assert "fräsen" in inserted
    assert page(response).find("a", href=company.get_absolute_url())


def test_review_warns_in_words_and_names_nothing_of_other_areas(change, company, client):
    for name, town, state in (("Zwilling GmbH", "zwickau", "draft"), ("Fremd s.r.o.", "most", "draft")):
        CompanyFactory(legal_name=name, town=town, state=state, website="https://www.b.example")
    said = text(client.get(url("review", change)))
    assert "gleiche Web-Domain" in said
    assert "domain:" not in said
    assert "Zwilling GmbH" in said
    assert "Fremd" not in said
    assert "Ein Eintrag einer anderen Institution" in said


def test_review_shows_rows_as_people_read_them(company, client):
    turning, steel = ConceptFactory(), ConceptFactory(kind="material", name_de="Stahl", name_cs="ocel")
    add(company, "capabilities", concept=turning, free_hours_per_week=1000)
    capabilities = [
        *rows(company, "capabilities", {"free_hours_per_week": 1200, "material": steel.pk}),
        {"pk": None, "concept": turning.pk, "free_from": "2027-01-04"},
    ]
    said = text(client.get(url("review", submitted(company, capabilities=capabilities))))
    for expected in ("Stahl", "Drehen", "1.200", "04.01.2027"):
        assert expected in said


def test_preview_shows_the_page_as_it_would_be(change, client):
    response = client.get(url("preview", change, "de"))
    assert "Wir drehen und fräsen." in response.content.decode()
    assert Company.objects.get(pk=change.company_id).summary_de == "Wir drehen."


def test_draft_of_a_first_publication_is_previewed(company, client):
    Company.objects.filter(pk=company.pk).update(state="draft")
    change = submitted(
        company, contacts=[*rows(company, "contacts"), {"pk": None, "name": "Neu", "is_name_public": True}]
    )
    assert "Neu" in client.get(url("preview", change, "cs")).content.decode()
    assert client.get(url("review", change)).status_code == 200


def test_after_a_decision_the_next_follows(company, change, client):
    later = submitted(OfferFactory(company=company), "2", title_de="Neu")
    response = approve(client, change)
    assert response.redirect_chain == [(url("review", later), 302)]
    assert "Drehteile Muster GmbH" in page(response).find(class_="messages").get_text()
    last = client.post(url("review", later), {"action": "reject", "phrase": "0", "reason": ""}, follow=True)
    assert last.redirect_chain == [(url("queue"), 302)]


def test_next_leaves_out_what_a_colleague_has_taken_over(company, change, client, operator):
    taken = submitted(OfferFactory(company=company), "2", title_de="Neu")
    assign_change(change=taken, to=operator)
    assert approve(client, change).redirect_chain == [(url("queue"), 302)]


def test_approval_of_what_was_not_seen_is_refused_with_words(change, client, company):
    submitted(company, "2", summary_de="Etwas anderes.")
    newer = EntryChange.objects.waiting().get()
    response = client.post(url("review", newer), {"action": "approve", "seen": change.digest}, follow=True)
    assert page(response).find(class_="messages").get_text(strip=True)
    assert EntryChange.objects.waiting().get() == newer


def test_rejection_without_a_reason_keeps_the_page(change, client):
    response = client.post(url("review", change), {"action": "reject", "phrase": "", "reason": " "})
    assert response.status_code == 422
    assert page(response).find("textarea", {"name": "reason"})["aria-invalid"] == "true"


@pytest.mark.parametrize("language", ["de", "cs"])
def test_ready_reason_is_in_the_companys_language(company, client, language):
    change = submitted(company, language=language, website="https://b.example")
    area = page(client.get(url("review", change))).find("textarea", {"name": "reason"})
    assert area["lang"] == language
    client.post(url("review", change), {"action": "reject", "phrase": "1", "reason": ""})
    change.refresh_from_db()
    assert change.state == "rejected"
    assert change.reason


def test_own_words_go_before_the_ready_ones(change, client):
    client.post(url("review", change), {"action": "reject", "phrase": "1", "reason": "Bitte anrufen."})
    change.refresh_from_db()
    assert change.reason == "Bitte anrufen."


def test_conflict_is_marked_and_decided_in_the_form(change, company, client):
    Company.objects.filter(pk=company.pk).update(website="https://live.example")
    response = client.get(url("review", change))
    assert "https://live.example" in text(response)
    assert page(response).find(class_="review-conflict")
    assert not page(response).find("button", {"value": "approve"})
    client.post(url("correct", change), form_of(client, change))
    company.refresh_from_db()
    assert (company.website, company.summary_de) == ("https://b.example", "Wir drehen und fräsen.")
    assert EntryChange.objects.get().state == "corrected"


def form_of(client, change: EntryChange, **changed) -> dict:
    """Return what the form would send: what stands in it, with some of it written over."""
    form = page(client.get(url("correct", change))).find("form", method="post")
    data = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            data[field["name"]] = field.text.lstrip("\n") if field.name == "textarea" else field.get("value", "")
    for field in form.select("select[name]"):
        chosen = field.select("option[selected]")
        data[field["name"]] = (
            [option["value"] for option in chosen]
            if field.has_attr("multiple")
            else chosen[0]["value"]
            if chosen
            else ""
        )
    return data | changed


def test_form_opens_both_languages_and_publishes_what_it_says(change, company, client):
    data = form_of(client, change, summary_cs="Soustružíme.", website="https://c.example")
    assert data["summary_de"] == "Wir drehen und fräsen."
    client.post(url("correct", change), data)
    company.refresh_from_db()
    assert (company.summary_de, company.summary_cs) == ("Wir drehen und fräsen.", "Soustružíme.")
    assert company.website == "https://c.example"
    assert EntryChange.objects.get().state == "corrected"


def test_form_left_as_it_is_approves_what_was_asked(change, company, client):
    client.post(url("correct", change), form_of(client, change))
    assert EntryChange.objects.get().state == "approved"


def test_rows_are_corrected_and_left_out(company, client):
    add(company, "contacts", name="Alt")
    there = rows(company, "contacts", {"name": "Jana Kurz"})
    change = submitted(company, contacts=[there[0], {"pk": None, "name": "Neu"}, {"pk": None, "name": "Quatsch"}])
    fields = {row["new"]["name"] if row["new"] else "": number for number, row in enumerate(change.fields["contacts"])}
    data = form_of(client, change, **{f"contacts-{fields['Neu']}-name": "Neuer Name"})
    data |= {f"contacts-{fields['Quatsch']}-skip": "on", f"contacts-{fields['']}-skip": "on"}
    client.post(url("correct", change), data)
    assert EntryChange.objects.get().state == "corrected"
    assert sorted(contact.name for contact in company.contacts.all()) == ["Alt", "Jana Kurz", "Neuer Name"]


def test_wrong_correction_comes_back_as_it_was_typed(change, client):
    response = client.post(url("correct", change), form_of(client, change, website="nein"))
    assert response.status_code == 422
    assert page(response).find("input", {"name": "website"})["value"] == "nein"
    assert EntryChange.objects.get().is_waiting


def test_correction_form_opened_before_the_entry_moved_on_is_refused(change, company, client):
    data = form_of(client, change, website="https://c.example")
    Company.objects.filter(pk=company.pk).update(website="https://live.example")
    assert client.post(url("correct", change), data).status_code == 422
    assert Company.objects.get(pk=company.pk).website == "https://live.example"


def test_every_field_of_an_entry_can_be_corrected(company):
    """The form has a field for whatever a company may write."""
    for entry in (company, OfferFactory(company=company)):
        kind = type(entry)
        fields = {name: {"old": value, "new": value} for name, value in values_of(entry, FIELDS[kind]).items()}
        for name, columns in ROWS[kind].items():
            empty = row_values(kind._meta.get_field(name).related_model(), columns)
            fields[name] = [{"pk": None, "old": None, "new": empty}]
        form = CorrectionForm(entry=entry, differences=fields, moved_on={})
        assert "<" in form.as_p()
        assert len(list(form.groups())) > len(FIELDS[kind]) / 2


def test_decided_change_can_be_looked_at_and_nothing_more(change, client):
    approve(client, change)
    response = client.get(url("review", change))
    assert "https://b.example" in text(response)
    assert not page(response).find("button", {"name": "action"})
    assert client.get(url("correct", change)).status_code == 302
    assert approve(client, change).status_code == 200


def test_dashboard_says_what_waits(change, client):
    EntryChange.objects.update(submitted_at=timezone.now() - dt.timedelta(days=30))
    panel = page(client.get(reverse("wagtailadmin_home"))).find(id="waiting-changes-section")
    assert "1" in panel.get_text()
    EntryChange.objects.all().delete()
    assert not page(client.get(reverse("wagtailadmin_home"))).find(id="waiting-changes-section")


@pytest.mark.parametrize("view", ["queue", "review", "home", "statistics"])
def test_queries_do_not_grow_with_the_queue(client, company, view, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        address = {"review": url("review", first), "home": reverse("wagtailadmin_home")}.get(view) or url(view)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    contacts = [{"pk": None, "name": f"Person {number}"} for number in range(2)]
    first = submitted(company, "1", contacts=[*rows(company, "contacts"), *contacts])
    second = submitted(CompanyFactory(), "2", website="https://b.example")
    count()
    few = count()
    for number in range(8):
        submitted(CompanyFactory(), f"x{number}", website="https://b.example")
    assert second.is_waiting
    assert count() <= few


def test_statistics_count_working_days_and_export(change, client, reviewer):
    approve(client, change)
    zone = timezone.get_current_timezone()
    EntryChange.objects.update(
        submitted_at=dt.datetime(2026, 11, 17, 12, tzinfo=zone), decided_at=dt.datetime(2026, 11, 20, 12, tzinfo=zone)
    )
    period = {"first": "2026-11-01", "last": "2026-11-30"}
    # Within the page: Wagtail's hidden list of keyboard shortcuts is a table as well.
    row = page(client.get(url("statistics"), period)).select_one("main tbody tr").get_text(" ", strip=True)
    assert "2,0" in row  # 18 November 2026 is the Day of Repentance, a holiday in Saxony alone
    csv = b"".join(client.get(url("statistics"), {**period, "export": "csv"}).streaming_content).decode()
    assert ",1,0,0,2.0,2.0,0" in csv.splitlines()[1]
    assert client.get(url("statistics"), {**period, "export": "xlsx"}).status_code == 200
    assert client.get(url("statistics"), {"first": "2026-11-30", "last": "2026-11-01"}).status_code == 422
    assert Institution.objects.get(key="ihk-chemnitz").name in csv
