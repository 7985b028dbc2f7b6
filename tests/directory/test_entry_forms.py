"""Companies and offers written in the admin: messages beside their fields, states with their reasons, what is kept."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.models import Place
from directory.models import Certificate, Company, Contact, Location, Offer, Sector, State, Verification
from directory.services import LOG_ACTION, change_state
from tests.editing import at_work

from .editing import add, errors_of, form_of, messages_of, part, save, typed, url
from .factories import CompanyFactory, ConceptFactory, OfferFactory

pytestmark = pytest.mark.django_db
ICO = "89999908"
REASON = "Anruf der Firma vom 4. Mai."


@pytest.fixture
def client(operator):
    return at_work(operator)


def seat(**fields) -> dict:
    return part("locations", 0, is_seat="on", place=Place.objects.get(slug="zwickau").pk, **fields)


def states_logged(entry) -> list[tuple[str, str, str]]:
    logged = ModelLogEntry.objects.for_instance(entry).filter(action=LOG_ACTION).order_by("pk")
    return [(each.data["from"], each.data["to"], each.data["reason"]) for each in logged]


def test_new_company_is_a_draft_with_all_its_parts(client, operator):
    concept, certificate = ConceptFactory(), Certificate.objects.first()
    sector = Sector.objects.get(scheme="nace2", code="25.62")
    response = add(
        client,
        Company,
        legal_name="Drehtechnik GmbH",
        country="DE",
        register_number="HRB90001",
        register_court="Chemnitz",
        sectors=[sector.pk],
        **seat(street="Hauptstraße 1"),
        **part("contacts", 0, name="Jana Lang", email="info@firma.example", is_name_public="on"),
        **part("capabilities", 0, concept=concept.pk, size="Ø 5–420 mm", lot_from=1, lot_to=50),
        **part("certificates", 0, certificate=certificate.pk, number="12 100", valid_until="2027-05-04"),
        **part("verifications", 0, kind="vat", verified_on="2026-05-04"),
    )
    assert response.status_code == 302, errors_of(response)
    company = Company.objects.get(legal_name="Drehtechnik GmbH")
    assert (company.state, company.register_number, company.seat.town) == ("draft", "HRB 90001", "Zwickau")
    assert [company.sectors.get(), company.capabilities.get().concept] == [sector, concept]
    assert (company.contacts.get().public_name, company.contacts.get().public_email) == ("Jana Lang", "")
    assert company.certificates.get().certificate == certificate
    assert company.latest_revision.user == operator
    assert states_logged(company) == []


def test_new_entry_is_published_with_a_reason_only(client):
    fields = {"legal_name": "Neu GmbH", "country": "DE", "summary_de": "Text.", "state": "published", **seat()}
    assert set(errors_of(add(client, Company, **fields))) == {"state_reason"}
    assert add(client, Company, **fields, state_reason=REASON).status_code == 302
    assert states_logged(Company.objects.get(legal_name="Neu GmbH")) == [("draft", "published", REASON)]


def test_changed_state_needs_a_newly_written_reason(client):
    company = CompanyFactory(state_reason="Geprüft.")
    for reason in ["", "Geprüft."]:
        response = save(client, company, state="hidden", state_reason=reason, website="https://neu.example")
        assert set(errors_of(response)) == {"state_reason"}
        assert (typed(response, "state"), typed(response, "website")) == ("hidden", "https://neu.example")
    assert states_logged(company) == []
    assert save(client, company, state="hidden", state_reason=REASON).status_code == 302
    company.refresh_from_db()
    assert (company.state, company.state_reason) == ("hidden", REASON)
    assert states_logged(company) == [("published", "hidden", REASON)]


def test_unchanged_state_needs_no_reason(client):
    company = CompanyFactory()
    assert save(client, company, website="https://neu.example").status_code == 302
    assert states_logged(company) == []


def test_form_and_service_leave_the_same(client, operator):
    by_form, by_service = CompanyFactory(), CompanyFactory()
    save(client, by_form, state="suspended", state_reason=REASON)
    change_state(entry=by_service, state=State.SUSPENDED, reason=REASON, user=operator)
    for company in (by_form, by_service):
        company.refresh_from_db()
        assert (company.state, company.state_reason) == ("suspended", REASON)
        assert company.state_changed_at.date() == timezone.now().date()
        assert company.latest_revision.user == operator
    assert states_logged(by_form) == states_logged(by_service) == [("published", "suspended", REASON)]


def test_service_asks_for_reason_and_completeness(operator):
    company = CompanyFactory(state="draft", summary_de="")
    for state, reason, field in [("hidden", " ", "state_reason"), ("published", REASON, "summary_de")]:
        with pytest.raises(ValidationError) as caught:
            change_state(entry=company, state=state, reason=reason, user=operator)
        assert set(caught.value.message_dict) == {field}
    Location.objects.all().delete()
    with pytest.raises(ValidationError) as caught:
        change_state(entry=Company.objects.get(pk=company.pk), state=State.PUBLISHED, reason=REASON, user=operator)
    assert set(caught.value.message_dict) == {"state"}


@pytest.mark.parametrize(
    ("who", "country", "says"),
    [
        ("moderator_chemnitz", "DE", "Begründen Sie die Änderung neu"),
        ("editor_ahk", "CZ", "Změnu stavu nově odůvodněte"),
    ],
)
def test_message_speaks_the_moderators_language(request, who, country, says):
    response = save(at_work(request.getfixturevalue(who)), CompanyFactory(country=country), state="hidden")
    assert says in errors_of(response)["state_reason"]


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"country": "CZ", "register_number": "89999909"}, "register_number"),
        ({"country": "CZ", "register_number": ICO}, "register_number"),
        ({"register_number": "HRB 90002", "register_court": "Chemnitz"}, "register_number"),
        ({"vat_number": "DE136695977"}, "vat_number"),
        ({"summary_de": "", "description_cs": ""}, "summary_de"),
        ({"founded": "3000"}, "founded"),
        ({"state": "hidden"}, "state_reason"),
        ({"locations-0-other_town": "Uttewalde"}, "place"),
        ({"locations-0-latitude": "50"}, "latitude"),
        (part("contacts", 0, role_de="Vertrieb"), "name"),
        (part("certificates", 0, certificate=1, valid_from="2026-05-04", valid_until="2026-05-03"), "valid_until"),
        (part("verifications", 0, kind="institution", verified_on="2026-05-04"), "institution"),
    ],
)
def test_message_stands_beside_its_field_and_nothing_is_lost(client, fields, beside):
    CompanyFactory(country="CZ", register_number=ICO)
    CompanyFactory(register_number="HRB 90002", register_court="Chemnitz")
    company = CompanyFactory(country=fields.get("country", "DE"))
    response = save(client, company, legal_name="Neuer Name GmbH", **fields)
    assert set(errors_of(response)) == {beside}
    assert typed(response, "legal_name") == "Neuer Name GmbH"
    assert {name: typed(response, name) for name in fields if not name.endswith("FORMS")} == {
        name: str(value) for name, value in fields.items() if not name.endswith("FORMS")
    }


def test_lot_in_order_is_said_beside_it(client):
    row = part("capabilities", 0, concept=ConceptFactory().pk, lot_from=10, lot_to=9)
    assert set(errors_of(save(client, CompanyFactory(), **row))) == {"lot_to"}


def test_imported_email_cannot_be_shown_by_form(client):
    company = CompanyFactory()
    Contact.objects.create(company=company, email="info@firma.example", is_imported=True)
    shown = {"contacts-0-is_email_public": "on"}
    assert set(errors_of(save(client, company, **shown))) == {"is_email_public"}
    assert save(client, company, **shown, **{"contacts-0-released_at": "2026-05-04 10:00"}).status_code == 302


def test_all_wrong_numbers_are_told_at_once(client):
    wrong = {"country": "CZ", "register_number": "89999909", "vat_number": "DE136695977"}
    assert {*wrong} - {"country"} <= set(errors_of(save(client, CompanyFactory(country="CZ"), **wrong)))


def test_second_seat_is_refused_beside_it(client):
    second = part("locations", 1, is_seat="on", place=Place.objects.get(slug="most").pk)
    assert set(errors_of(save(client, CompanyFactory(), **second))) == {"is_seat"}
    unfinished = part("locations", 1, is_seat="on", other_town="Uttewalde")
    assert set(errors_of(save(client, CompanyFactory(), **unfinished))) == {"is_seat", "country"}


def test_seat_lies_in_the_country_of_the_company(client, operator):
    company = CompanyFactory(state="draft")
    assert set(errors_of(save(client, company, country="CZ"))) == {"is_seat"}
    Company.objects.filter(pk=company.pk).update(country="CZ")
    with pytest.raises(ValidationError) as caught:
        change_state(entry=Company.objects.get(pk=company.pk), state="published", reason="Ja.", user=operator)
    assert set(caught.value.message_dict) == {"country"}


def test_seat_moves_to_another_location(client):
    company = CompanyFactory()
    second = part("locations", 1, is_seat="on", place=Place.objects.get(slug="zittau").pk)
    assert save(client, company, **second, **{"locations-0-is_seat": ""}).status_code == 302
    assert Company.objects.get(pk=company.pk).seat.town == "Zittau"


def test_published_company_keeps_its_seat(client):
    company = CompanyFactory()
    response = save(client, company, **{"locations-0-DELETE": "on"})
    assert response.status_code == 200
    assert "Ein Unternehmen wird mit seinem Sitz veröffentlicht." in response.content.decode()
    assert company.locations.count() == 1
    draft = CompanyFactory(state="draft")
    assert save(client, draft, **{"locations-0-DELETE": "on"}).status_code == 302


def test_what_only_one_may_have_is_refused_with_words(client):
    company = CompanyFactory()
    for kind in ("register", "vat"):
        Verification.objects.create(company=company, kind=kind, verified_on=dt.date(2026, 5, 4))
    swapped = {"verifications-0-kind": "vat", "verifications-1-kind": "register", "legal_name": "Neu GmbH"}
    response = save(client, company, **swapped)
    assert "Etwas davon gibt es bereits." in messages_of(response)
    assert typed(response, "legal_name") == "Neu GmbH"
    assert {each.kind for each in company.verifications.all()} == {"register", "vat"}


def test_same_number_without_court_is_told_after_saving(client):
    CompanyFactory(legal_name="Zwilling GmbH", register_number="HRB 90003", register_court="Chemnitz")
    company = CompanyFactory()
    response = client.post(
        url(company, "edit"), {**form_of(client, company), "register_number": "HRB90003"}, follow=True
    )
    assert "Zwilling GmbH" in messages_of(response)
    company.refresh_from_db()
    assert company.register_number == "HRB 90003"
    response = client.post(url(company, "edit"), {**form_of(client, company), "register_court": "Dresden"}, follow=True)
    assert "Zwilling GmbH" not in messages_of(response)


def test_offer_of_a_company_that_is_not_public_is_told_after_saving(client):
    offer = OfferFactory(company=CompanyFactory(legal_name="Verdeckt GmbH", state="draft"))
    response = client.post(url(offer, "edit"), form_of(client, offer), follow=True)
    assert "Verdeckt GmbH selbst ist nicht öffentlich." in messages_of(response)


def test_offer_counts_its_months_from_publication(client):
    today = timezone.localdate()
    offer = OfferFactory(
        state="draft", valid_from=today - dt.timedelta(days=200), valid_until=today + dt.timedelta(days=100)
    )
    until = today + dt.timedelta(days=300)
    fields = {"state": "published", "state_reason": REASON, "valid_until": until.isoformat()}
    assert save(client, offer, **fields).status_code == 302
    offer.refresh_from_db()
    assert (offer.valid_from, offer.valid_until) == (today, until)


@pytest.mark.parametrize("days", [-1, 367])
def test_offer_ends_within_twelve_months(client, days):
    until = (timezone.localdate() + dt.timedelta(days=days)).isoformat()
    response = save(client, OfferFactory(), valid_until=until)
    assert set(errors_of(response)) == {"valid_until"}
    assert typed(response, "valid_until") == until


def test_later_end_extends_a_published_offer_from_today(client):
    today = timezone.localdate()
    begun = today - dt.timedelta(days=300)
    offer = OfferFactory(valid_from=begun, valid_until=today + dt.timedelta(days=10))
    assert save(client, offer, title_de="Neuer Titel").status_code == 302
    offer.refresh_from_db()
    assert offer.valid_from == begun
    assert save(client, offer, valid_until=(today + dt.timedelta(days=200)).isoformat()).status_code == 302
    offer.refresh_from_db()
    assert offer.valid_from == today


def test_offer_needs_a_title_to_be_published(client):
    offer = OfferFactory(state="draft", title_de="")
    response = save(client, offer, state="published", state_reason=REASON)
    assert set(errors_of(response)) == {"title_de"}
    assert Offer.objects.get(pk=offer.pk).state == "draft"
