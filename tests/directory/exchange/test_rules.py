"""What a row may and may not do to the directory."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.models import User
from core.models import Institution
from directory.exchange import describe
from directory.models import Company, Contact, EntryChange, Location, Membership, Objection, Offer
from tests.directory.exchange.files import COMPANY, OFFER, checked, codes, company, numbered, only, results, written
from tests.directory.factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db


def imported(**cells) -> Company:
    run = written(company(**cells))
    return run.rows.get().company


def test_new_entry_is_published_with_source_import():
    there = imported(vat_id="DE136695976", website="www.dreherei.example", founded="1998", employees="37")
    assert (there.state, there.source, there.is_public) == ("published", "import", True)
    assert (there.website, there.founded, there.employees) == ("https://www.dreherei.example", 1998, "10-49")
    assert there.seat.place.slug == "zwickau"
    assert there.seat.region == there.seat.place.region
    assert (there.sort_key_de[:4], there.sort_key_cs[:4]) == ("d1r1", "d1r1")


def test_moderators_import_for_their_own_area_is_published_too():
    run = written(company(), institution="ihk-chemnitz")
    assert run.rows.get().company.is_public
    assert run.rows.get().company.references.get().institution.key == "ihk-chemnitz"


def test_row_outside_the_moderators_area_is_an_error():
    assert codes(checked(company(town="Görlitz"), institution="ihk-chemnitz")) == ["outside_area"]
    assert codes(
        checked(company(country="CZ", register_number="25596641", town="Most"), institution="ihk-chemnitz")
    ) == ["outside_area"]


def test_nothing_is_told_of_an_entry_outside_the_area():
    secret = CompanyFactory(register_number="HRB 22069", town="goerlitz", state="hidden", state_reason="x")
    membership(secret)
    change(secret, {"website": {"old": "", "new": "https://geheim.example"}})
    Company.objects.filter(pk=secret.pk).update(website="https://geheim.example", legal_name="Geheim GmbH")
    run = checked(company(website="https://www.neu.example"), institution="ihk-chemnitz")
    row = only(run)
    assert (row.name, codes(run)) == ("Dreherei Muster GmbH", ["outside_area"])
    mine = CompanyFactory(register_number="HRB 1", register_court="Chemnitz")
    taken = {"reference": f"glokal-{mine.pk}", "country": "DE", "register_number": "HRB 22069"}
    assert "Geheim" not in str(only(checked(taken, institution="ihk-chemnitz")).remarks)
    assert "Geheim" in str(only(checked(taken)).remarks)


def test_likely_duplicates_of_new_companies_are_named():
    CompanyFactory(legal_name="Dreherei Muster GmbH & Co. KG")
    hidden = numbered(2, name="Fräserei Beispiel GmbH")
    CompanyFactory(legal_name="Fräserei Beispiel AG", state="hidden", state_reason="x", town="goerlitz")
    run = checked([company(), hidden])
    assert codes(run)[0] == "looks_like"
    assert "Muster" in str(run.rows.get(line=2).remarks)
    assert "AG" not in str(checked(hidden, institution="ihk-chemnitz").rows.get().remarks)


def test_existing_company_outside_the_area_cannot_be_moved_inside():
    CompanyFactory(register_number="HRB 22069", town="goerlitz")
    assert "outside_area" in codes(checked(company(town="Zwickau"), institution="ihk-chemnitz"))
    assert "outside_area" not in codes(checked(company(town="Zwickau")))


def test_offer_of_a_company_outside_the_area_is_an_error():
    there = CompanyFactory(town="goerlitz")
    row = OFFER | {"company_reference": f"glokal-{there.pk}", "valid_until": "2020-01-31"}
    assert "outside_area" in codes(checked(row, kind="offers", institution="ihk-chemnitz"))
    assert "outside_area" not in codes(checked(row, kind="offers", institution="ihk-dresden"))


def test_absent_column_leaves_a_value_and_an_empty_cell_clears_it():
    there = imported(website="https://www.dreherei.example", languages="de|cs", street="Hauptstraße 1")
    written({"reference": "A-1", "name": "Dreherei Muster GmbH"})
    there = Company.objects.get(pk=there.pk)
    assert (there.website, there.seat.street) == ("https://www.dreherei.example", "Hauptstraße 1")
    written({"reference": "A-1", "website": "", "languages": "", "street": ""})
    there = Company.objects.get(pk=there.pk)
    assert (there.website, list(there.languages.all()), there.seat.street) == ("", [], "")
    assert there.seat.place.slug == "zwickau"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "required"),
        ({"country": ""}, "required"),
        ({"town": ""}, "no_town"),
        ({"summary_de": ""}, "incomplete"),
    ],
)
def test_clearing_what_publication_needs_is_an_error_of_the_row(cells, code):
    imported()
    assert codes(checked({"reference": "A-1", **cells})) == [code]


@pytest.mark.parametrize("number", [{}, {"register_number": "HRB 22069"}, {"register_number": "HRB 7"}])
def test_country_changes_only_with_a_register_number_of_the_new_one(number):
    there = imported()
    assert codes(checked({"reference": "A-1", "country": "CZ"} | number)) == ["ico_format"]
    written({"reference": "A-1", "country": "CZ", "register_number": "25596641"})
    there.refresh_from_db()
    assert (there.country, there.register_number) == ("CZ", "25596641")


def test_offer_needs_its_last_day_and_a_title():
    imported()
    written(OFFER | {"valid_until": "2020-01-31"}, kind="offers")
    assert codes(checked({"reference": "O-1", "valid_until": ""}, kind="offers")) == ["required"]
    assert codes(checked({"reference": "O-1", "title_de": ""}, kind="offers")) == ["incomplete_offer"]
    assert codes(checked({"reference": "O-1", "company_reference": ""}, kind="offers")) == ["required"]


def test_row_complete_in_neither_language_is_an_error():
    assert codes(checked(company(summary_de=""))) == ["incomplete"]
    for column in ("summary_cs", "description_de", "description_cs"):
        assert codes(checked({**company(summary_de=""), column: "Text"})) == []


def test_what_a_new_entry_needs_is_said_once_for_the_file():
    rows = [{key: value for key, value in numbered(n).items() if key != "name"} for n in (1, 2)]
    run = checked(rows)
    assert codes(run) == ["column_needed", "column_needed"]
    assert [remark["code"] for remark in run.remarks] == ["new_need_column"]


def test_objections_refuse_by_number_and_by_name():
    Objection.objects.create(country="DE", register_number="HRB 22069", legal_name="Ganz anders GmbH")
    Objection.objects.create(country="DE", register_number="", legal_name="firma 7 gmbh")
    assert codes(checked([company(), numbered(7), numbered(8)])) == ["objected", "objected"]


def test_objection_with_its_court_leaves_the_same_number_elsewhere_alone():
    Objection.objects.create(country="DE", register_number="HRB 22069", register_court="Dresden", legal_name="x")
    assert codes(checked(company(register_number="HRB 22069 Chemnitz"))) == []
    assert codes(checked(company(register_number="HRB 22069"))) == ["objected"]
    assert codes(checked(company(register_number="HRB 22069, Amtsgericht Dresden"))) == ["objected"]


def test_objection_refuses_a_company_that_is_hidden_since_and_its_offers():
    there = CompanyFactory(register_number="HRB 22069", state="hidden", state_reason="Widerspruch")
    Objection.objects.create(country="DE", register_number="HRB 22069", legal_name="x")
    assert "objected" in codes(checked(company()))
    row = OFFER | {"company_reference": f"glokal-{there.pk}", "valid_until": "2020-01-31"}
    assert "objected" in codes(checked(row, kind="offers"))


def test_hidden_entry_is_changed_and_stays_hidden():
    there = CompanyFactory(register_number="HRB 22069", state="hidden", state_reason="Umzug")
    run = written(company())
    assert codes(run) == ["not_public"]
    there.refresh_from_db()
    assert (there.legal_name, there.state) == ("Dreherei Muster GmbH", "hidden")


def test_locked_entry_is_left_alone():
    CompanyFactory(register_number="HRB 22069", locked=True)
    assert codes(checked(company())) == ["locked"]


def test_email_becomes_a_private_imported_contact():
    there = imported(email="info@dreherei.example")
    contact = there.contacts.get()
    assert (contact.email, contact.is_imported, contact.public_email) == ("info@dreherei.example", True, "")
    written({"reference": "A-1", "email": ""})
    assert not Contact.objects.filter(company=there).exists()


def test_new_address_is_private_though_the_former_was_released():
    there = imported(email="info@dreherei.example")
    Contact.objects.filter(company=there).update(is_email_public=True, released_at=timezone.now(), phone="+49 375 1")
    written({"reference": "A-1", "email": "neu@dreherei.example"})
    contact = Contact.objects.get(company=there)
    assert (contact.email, contact.is_email_public, contact.phone) == ("neu@dreherei.example", False, "+49 375 1")


def test_address_that_the_company_has_put_there_itself_stays():
    there = imported()
    Contact.objects.create(company=there, email="Chef@dreherei.example", is_email_public=True)
    assert results(checked({"reference": "A-1", "email": "chef@DREHEREI.example"})) == ["unchanged"]
    assert results(checked({"reference": "A-1", "email": ""})) == ["unchanged"]


def test_columns_of_the_address_write_the_seat_alone():
    there = imported(street="Hauptstraße 1", postal_code="08056")
    Location.objects.create(company=there, other_town="Graz", country="DE", street="Ring 2")
    written({"reference": "A-1", "street": "Nebenstraße 2", "postal_code": "01067", "town": "Dresden"})
    there = Company.objects.get(pk=there.pk)
    assert (there.seat.street, there.seat.postal_code, there.seat.place.slug) == ("Nebenstraße 2", "01067", "dresden")
    assert there.locations.filter(is_seat=False).get().street == "Ring 2"


@pytest.mark.parametrize(
    ("country", "town", "slug"),
    [
        ("DE", "Zwickau", "zwickau"),
        ("DE", "Cvikov nad Muldou", ""),
        ("DE", "Saská Kamenice", "chemnitz"),
        ("DE", "Drážďany", "dresden"),
        ("DE", "ADORF", "adorf"),
        ("DE", "Chemnitz, OT Grüna", "chemnitz"),
        ("CZ", "Aussig", "usti-nad-labem"),
        ("CZ", "usti nad labem", "usti-nad-labem"),
    ],
)
def test_town_is_found_by_its_names(country, town, slug):
    cells = {"country": country, "town": town, "register_number": "HRB 22069" if country == "DE" else "25596641"}
    there = imported(**cells)
    assert (there.seat.place.slug if there.seat.place else "") == slug


def test_unknown_town_is_kept_as_written_with_a_remark():
    run = written(company(town="Kleinkleckersdorf"))
    assert codes(run) == ["town_unknown"]
    there = run.rows.get().company
    assert (there.seat.place, there.seat.other_town, there.seat.country, there.seat.region) == (
        None,
        "Kleinkleckersdorf",
        "DE",
        None,
    )
    assert results(checked(company(town="Kleinkleckersdorf"))) == ["unchanged"]


def test_postal_code_gives_the_region_of_an_unknown_town_and_the_town_of_an_empty_cell():
    run = written(company(town="Rehefeld", postal_code="01773"))
    assert codes(run) == ["town_by_code"]
    assert run.rows.get().company.seat.region.code == "DED2F"
    there = written(numbered(2, town="", postal_code="01773")).rows.get().company
    assert there.seat.place.slug == "altenberg"


def test_postal_code_tells_towns_of_one_name_apart():
    rows = [
        numbered(n, country="CZ", register_number=number, town="Březová", postal_code=code)
        for n, (number, code) in enumerate([("25596641", "356 01"), ("80000122", "403 31")])
    ]
    assert results(checked(rows))[0] == "new"
    slug = only(checked(rows[0])).values["town"]["place"]
    assert slug.startswith("brezova")


def test_certificate_keeps_its_own_facts():
    there = imported(certificates="iso-9001|iso-14001")
    there.certificates.filter(certificate__concept__key="iso-9001").update(number="44 100", issuer="TÜV")
    written({"reference": "A-1", "certificates": "iso-9001|iso-50001"})
    assert {(each.certificate.key, each.number) for each in Company.objects.get(pk=there.pk).certificates.all()} == {
        ("iso-9001", "44 100"),
        ("iso-50001", ""),
    }


def change(
    entry: Company | Offer, fields: dict, state: str = "approved", author: str = "betrieb@glokal.example"
) -> None:
    owner = entry.company if isinstance(entry, Offer) else entry
    EntryChange.objects.create(
        company=owner,
        offer=entry if isinstance(entry, Offer) else None,
        state=state,
        fields=fields,
        author=User.objects.get(email=author),
        language="de",
        submitted_at=timezone.now(),
        decided_at=None if state == "waiting" else timezone.now(),
        institution=Institution.objects.get(key="wfs"),
        key=f"{entry.pk}-{state}",
    )


def membership(entry: Company, email: str = "betrieb@glokal.example") -> None:
    Membership.objects.create(company=entry, user=User.objects.get(email=email), role="owner")


@pytest.mark.parametrize("state", ["approved", "corrected", "at_once"])
def test_what_the_company_has_edited_since_is_kept_and_reported(state):
    there = imported(website="https://alt.example")
    membership(there)
    Company.objects.filter(pk=there.pk).update(website="https://eigene.example")
    change(there, {"website": {"old": "https://alt.example", "new": "https://eigene.example"}}, state)
    run = written(company(website="https://institution.example", employees="250+"))
    assert codes(run) == ["kept"]
    there.refresh_from_db()
    assert (there.website, there.employees) == ("https://eigene.example", "250+")
    assert results(checked(company(website="https://institution.example", employees="250+"))) == ["unchanged"]


def test_waiting_change_and_change_by_others_keep_nothing():
    there = imported()
    membership(there)
    change(there, {"website": {"old": "", "new": "https://a.example"}}, "waiting")
    change(there, {"employees": {"old": "", "new": "1-9"}}, author="redaktion@wfs.example")
    assert codes(checked(company(website="https://b.example", employees="250+"))) == []


def test_company_keeps_its_own_seat_address_and_offer():
    there = imported(email="info@dreherei.example")
    membership(there)
    seat = {"is_seat": True, "street": "Eigene 1"}
    change(
        there,
        {
            "locations": [{"pk": 1, "old": {"is_seat": True}, "new": seat}],
            "contacts": [{"pk": 1, "old": {"is_imported": True}, "new": None}],
        },
    )
    run = checked(company(town="Dresden", street="Andere 2", email="neu@dreherei.example"))
    assert [remark["column"] for remark in only(run).remarks] == ["street", "email", "town"]
    offer = OfferFactory(company=there, title_de="Alt")
    change(offer, {"title_de": {"old": "x", "new": "Alt"}})
    run = checked({"reference": f"glokal-{offer.pk}", "title_de": "Neu"}, kind="offers")
    assert (codes(run), results(run)) == (["kept"], ["unchanged"])


def days(number: int) -> str:
    return str(timezone.localdate() + dt.timedelta(days=number))


def offer(**cells) -> Offer:
    if not Company.objects.filter(references__reference="A-1").exists():
        written(COMPANY)
    return written(OFFER | cells, kind="offers").rows.get().offer


def test_past_date_is_kept_as_an_expired_offer_that_is_never_shown():
    there = offer(valid_until="31.12.2024")
    assert (there.state, there.valid_from, there.valid_until) == (
        "published",
        dt.date(2024, 12, 31),
        dt.date(2024, 12, 31),
    )
    assert not Offer.objects.published().filter(pk=there.pk).exists()
    assert not there.is_public


@pytest.mark.parametrize(("language", "day"), [("de", "ist der 23.11.2027."), ("cs", "je 23. 11. 2027.")])
def test_last_possible_day_is_told_as_the_reader_writes_it(language, day):
    with translation.override(language):
        told = describe({"code": "too_late", "column": "valid_until", "params": {"last": "2027-11-23"}})
    assert told.replace("\xa0", " ").endswith(day)


def test_more_than_twelve_months_ahead_is_an_error_of_the_row():
    imported()
    today = timezone.localdate()
    last = today.replace(year=today.year + 1)
    assert codes(checked(OFFER | {"valid_until": str(last)}, kind="offers")) == []
    assert codes(checked(OFFER | {"valid_until": str(last + dt.timedelta(days=1))}, kind="offers")) == ["too_late"]


def test_offer_begins_today_and_an_extension_begins_anew():
    there = offer(valid_until=days(30))
    assert there.valid_from == timezone.localdate()
    Offer.objects.filter(pk=there.pk).update(valid_from=days(-100))
    assert offer(valid_until=days(20)).valid_from == timezone.localdate() - dt.timedelta(days=100)
    assert offer(valid_until=days(200)).valid_from == timezone.localdate()


def test_offer_of_a_hidden_company_is_written_and_its_invisibility_said():
    there = CompanyFactory(state="draft")
    run = written(OFFER | {"company_reference": f"glokal-{there.pk}", "valid_until": days(9)}, kind="offers")
    assert codes(run) == ["company_not_public"]


def test_texts_that_are_too_long_are_errors_with_their_column():
    run = checked(company(summary_de="x" * 251, description_cs="y" * 5001, name="z" * 161))
    assert [(remark["code"], remark["column"]) for remark in only(run).remarks] == [
        ("too_long", "name"), ("too_long", "summary_de"), ("too_long", "description_cs"),
    ]  # fmt: skip
