"""What is understood of the answers of ARES and VIES, and of what comes instead of an answer."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from directory.registers import Ares, Vies, transport

from .server import MALFORMED, NOT_FOUND, Register, serving, subject, vat_answer, vat_answer_of_website, vat_error

ICO, VAT = "45274649", "DE136695976"


def test_ares_knows_a_subject(register: Register):
    register.says(subject(ICO))
    answer = Ares().look_up(ICO)
    assert (answer.result, answer.problem) == ("valid", "")
    assert answer.told == {
        "name": "Soustružna Most s.r.o.",
        "address": "Dělnická 12, 43401 Most",
        "legal_form": "112",
        "founded_on": "2004-05-01",
    }
    method, path, body, headers = register.asked[0]
    assert (method, path, body) == ("GET", f"/ekonomicke-subjekty-v-be/rest/ekonomicke-subjekty/{ICO}", None)
    assert headers["User-Agent"] == "Glokal (+http://testserver)"


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ({"datumZaniku": "2021-05-31"}, "invalid"),
        ({"datumZaniku": "2999-12-31"}, "valid"),
        ({"datumZaniku": None}, "valid"),
        ({"seznamRegistraci": {"stavZdrojeRos": "ZANIKLY"}}, "invalid"),
        ({"seznamRegistraci": {"stavZdrojeRos": "AKTIVNI", "stavZdrojeRzp": "ZANIKLY"}}, "valid"),
        ({"seznamRegistraci": None, "sidlo": None}, "valid"),
    ],
)
def test_subject_that_has_ceased_is_not_valid(register, more, result):
    register.says(subject(ICO, **more))
    answer = Ares().look_up(ICO)
    assert answer.result == result
    assert answer.problem == ("ZANIKLY" if result == "invalid" else "")
    assert answer.told["name"] == "Soustružna Most s.r.o."


@pytest.mark.parametrize(
    ("status", "data", "result", "problem"),
    [
        (404, NOT_FOUND, "invalid", "VYSTUP_SUBJEKT_NENALEZEN"),
        (404, {"kod": "NENALEZENO"}, "invalid", "NENALEZENO"),
        (404, {"status": 404, "error": "Not Found", "path": "/rest"}, "unknown", "HTTP 404"),
        (400, MALFORMED, "invalid", "VSTUP_NEVALIDNI_FORMAT_ICO"),
        (400, {"kod": "CHYBA_VSTUPU"}, "unknown", "CHYBA_VSTUPU"),
        (403, {"kod": "NENI_OPRAVNENI"}, "unknown", "NENI_OPRAVNENI"),
        (500, {"kod": "OBECNA_CHYBA"}, "unknown", "OBECNA_CHYBA"),
        (200, {"ico": "27074358", "obchodniJmeno": "Jiná firma"}, "unknown", "UNREADABLE_ANSWER"),
        (200, {"ico": ICO}, "unknown", "UNREADABLE_ANSWER"),
        (200, {}, "unknown", "UNREADABLE_ANSWER"),
        (200, [subject(ICO)], "unknown", "UNREADABLE_ANSWER"),
    ],
)
def test_ares_says_no_or_cannot_say(register, status, data, result, problem):
    register.says(data, status)
    answer = Ares().look_up(ICO)
    assert (answer.result, answer.problem) == (result, problem)


def test_vies_is_asked_with_country_and_number_apart(register):
    register.says(vat_answer(True, name="MUSTER GMBH", address="Ring 1\n09111 Chemnitz"))
    answer = Vies().look_up(VAT)
    assert (answer.result, answer.told) == ("valid", {"name": "MUSTER GMBH", "address": "Ring 1, 09111 Chemnitz"})
    method, path, body, _headers = register.asked[0]
    assert (method, path) == ("POST", "/taxation_customs/vies/rest-api/check-vat-number")
    assert body == {"countryCode": "DE", "vatNumber": "136695976"}


def test_vies_tells_no_name_of_german_companies(register):
    register.says(vat_answer(True))
    answer = Vies().look_up(VAT)
    assert (answer.result, answer.told) == ("valid", {})


def test_greece_has_a_code_of_its_own(register):
    Vies().look_up("GR094259216")
    assert register.asked[0][2] == {"countryCode": "EL", "vatNumber": "094259216"}


WORDS = [
    *("MS_UNAVAILABLE", "SERVICE_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "MS_MAX_CONCURRENT_REQ_TIME"),
    *("GLOBAL_MAX_CONCURRENT_REQ", "GLOBAL_MAX_CONCURRENT_REQ_TIME", "TIMEOUT", "VAT_BLOCKED", "IP_BLOCKED"),
]


@pytest.mark.parametrize("word", WORDS)
def test_error_that_comes_with_200_is_no_answer(register, word):
    for data in (vat_error(word), vat_answer_of_website(False, word), vat_answer(False, userError=word)):
        register.says(data)
        answer = Vies().look_up(VAT)
        assert (answer.result, answer.problem) == ("unknown", word)


@pytest.mark.parametrize(
    ("status", "data", "result", "problem"),
    [
        (200, vat_answer(False), "invalid", "INVALID"),
        (200, vat_answer_of_website(True, "VALID"), "valid", ""),
        (200, vat_answer_of_website(False, "INVALID"), "invalid", "INVALID"),
        (200, vat_answer_of_website(False, "INVALID_INPUT"), "invalid", "INVALID_INPUT"),
        (400, vat_error("INVALID_INPUT"), "invalid", "INVALID_INPUT"),
        (200, vat_answer_of_website(False, "VALID"), "unknown", "UNREADABLE_ANSWER"),
        (200, vat_answer_of_website(True, "MS_UNAVAILABLE"), "unknown", "MS_UNAVAILABLE"),
        (200, {"valid": "true"}, "unknown", "UNREADABLE_ANSWER"),
        (200, {"actionSucceed": False, "errorWrappers": []}, "unknown", "UNREADABLE_ANSWER"),
        (200, {"errorWrappers": "no list"}, "unknown", "UNREADABLE_ANSWER"),
        (500, vat_error("VOW-ERR-1"), "unknown", "VOW-ERR-1"),
        (500, vat_answer(False), "unknown", "HTTP 500"),
        (500, vat_answer(True), "unknown", "HTTP 500"),
    ],
)
def test_only_a_plain_yes_or_no_of_vies_counts(register, status, data, result, problem):
    register.says(data, status)
    answer = Vies().look_up(VAT)
    assert (answer.result, answer.problem) == (result, problem)


HTML = b"<!doctype html><title>Wartung</title>"
DEEP = b"[" * 200_000
HUGE = b'{"valid": true, "name": "' + b"x" * transport.LARGEST_ANSWER + b'"}'


@pytest.mark.parametrize(
    ("data", "status", "content_type", "problem"),
    [
        (HTML, 200, "text/html", "UNREADABLE_ANSWER"),
        (HTML, 200, "application/json", "UNREADABLE_ANSWER"),
        (HTML, 503, "text/html", "HTTP 503"),
        (b'{"valid": true}', 200, "text/plain", "UNREADABLE_ANSWER"),
        (b"", 200, "application/json", "UNREADABLE_ANSWER"),
        (b"\xff\xfe\x00", 200, "application/json", "UNREADABLE_ANSWER"),
        (b'{"valid": tr', 200, "application/json", "UNREADABLE_ANSWER"),
        (DEEP, 200, "application/json", "UNREADABLE_ANSWER"),
        (HUGE, 200, "application/json", "ANSWER_TOO_LARGE"),
    ],
)
@pytest.mark.parametrize(("client", "number"), [(Ares, ICO), (Vies, VAT)])
def test_what_is_no_answer_is_unknown(register, client, number, data, status, content_type, problem):
    register.says(data, status, content_type)
    answer = client().look_up(number)
    assert (answer.result, answer.problem) == ("unknown", problem)


def test_texts_of_a_register_are_one_line_that_every_database_takes(register):
    register.says(vat_answer(True, name="Muster\x00 GmbH\x07", address=" Ring 1 \r\n\n 09111 Chemnitz\n" + "x" * 500))
    told = Vies().look_up(VAT).told
    assert told["name"] == "Muster GmbH"
    assert told["address"].startswith("Ring 1, 09111 Chemnitz, xxx")
    assert len(told["address"]) == 300


def test_redirect_is_not_followed(register):
    with serving() as elsewhere:
        elsewhere.says(vat_answer(True))
        register.says({}, 302, Location=f"{elsewhere.address}/check-vat-number")
        answer = Vies().look_up(VAT)
        assert (answer.result, answer.problem) == ("unknown", "HTTP 302")
        assert elsewhere.asked == []


def test_register_that_is_not_there_is_unknown(settings):
    with serving() as gone:
        settings.ARES_URL = gone.address
    answer = Ares().look_up(ICO)
    assert (answer.result, answer.problem) == ("unknown", "UNREACHABLE")


def test_answer_cut_off_is_unknown(register):
    register.answer = lambda asked: asked.cut_off()
    assert (Ares().look_up(ICO).result, Ares().look_up(ICO).problem) == ("unknown", "UNREACHABLE")


def test_register_that_says_nothing_is_left(register, monkeypatch):
    monkeypatch.setattr(transport, "READ_SECONDS", 0.05)
    register.answer = lambda asked: time.sleep(0.3)
    assert (Ares().look_up(ICO).result, Ares().look_up(ICO).problem) == ("unknown", "NO_ANSWER_IN_TIME")


def test_answer_that_only_trickles_is_left(register, monkeypatch):
    monkeypatch.setattr(transport, "ANSWER_SECONDS", 0.1)
    register.answer = lambda asked: asked.trickle(5)
    assert Ares().look_up(ICO).problem == "NO_ANSWER_IN_TIME"


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("99999999999999999999", timedelta(days=1)),
        ("0", None),
        ("soon", None),
        ("-5", None),
        (format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True), None),
        (format_datetime(datetime(2999, 1, 1, tzinfo=UTC), usegmt=True), timedelta(days=1)),
    ],
)
def test_register_is_left_alone_as_long_as_it_asks_for(register, value, wait):
    register.says({}, 503, Retry_After=value)
    answer = Vies().look_up(VAT)
    assert (answer.result, answer.problem, answer.wait) == ("unknown", "HTTP 503", wait)


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://ares.gov.cz/ekonomicke-subjekty-v-be/rest", True),
        ("http://127.0.0.1:8115/ares", True),
        ("http://[::1]:8115", True),
        ("http://ares.gov.cz/rest", False),
        ("ftp://ares.gov.cz", False),
        ("https://", False),
        ("https://user:secret@ares.gov.cz", False),
        ("https://ares.gov.cz/rest?key=1", False),
        ("https://ares.gov.cz:port", False),
        ("https://[ares", False),
        ("yes", False),
    ],
)
def test_registers_are_asked_over_https_only(settings, url, is_fine):
    settings.ARES_URL = url
    assert (transport.address_problem(url) == "") is is_fine
    if not is_fine:
        with pytest.raises(ImproperlyConfigured, match="ARES_URL"):
            Ares()
