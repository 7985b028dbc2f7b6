"""Dates and numbers stand on pages as German and Czech readers write them."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, get_format, number_format, time_format

WHEN = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - formats look at the figures only


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("de", "DATE_FORMAT", "2.\xa0November 2026"),
        ("cs", "DATE_FORMAT", "2.\xa0listopadu 2026"),
        ("de", "DATETIME_FORMAT", "2.\xa0November 2026, 9:30\xa0Uhr"),
        ("cs", "DATETIME_FORMAT", "2.\xa0listopadu 2026 9:30"),
        ("de", "SHORT_DATE_FORMAT", "02.11.2026"),
        ("cs", "SHORT_DATE_FORMAT", "2.\xa011.\xa02026"),
        ("de", "SHORT_DATETIME_FORMAT", "02.11.2026, 9:30"),
        ("cs", "SHORT_DATETIME_FORMAT", "2.\xa011.\xa02026 9:30"),
        ("de", "MONTH_DAY_FORMAT", "2.\xa0November"),
        ("cs", "MONTH_DAY_FORMAT", "2.\xa0listopadu"),
        ("de", "YEAR_MONTH_FORMAT", "November 2026"),
        ("cs", "YEAR_MONTH_FORMAT", "listopad 2026"),
    ],
)
def test_date_is_written_as_in_the_language(language, name, expected):
    with translation.override(language):
        assert date_format(WHEN, name) == expected


GENITIVES = [
    "ledna",
    "února",
    "března",
    "dubna",
    "května",
    "června",
    "července",
    "srpna",
    "září",
    "října",
    "listopadu",
    "prosince",
]


@pytest.mark.parametrize(("month", "genitive"), list(enumerate(GENITIVES, start=1)))
def test_czech_month_is_in_the_genitive_after_a_day(month, genitive):
    with translation.override("cs"):
        assert date_format(date(2026, month, 5)) == f"5.\xa0{genitive} 2026"


@pytest.mark.parametrize("language", ["de", "cs"])
def test_hour_has_no_leading_zero(language):
    with translation.override(language):
        assert time_format(time(9, 5), "TIME_FORMAT") == "9:05"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("de", 1248, "1.248"),
        ("cs", 1248, "1\u202f248"),
        ("de", Decimal("610799.70"), "610.799,70"),
        ("cs", Decimal("610799.70"), "610\u202f799,70"),
        ("de", -0.5, "-0,5"),
        ("cs", 987, "987"),
    ],
)
def test_number_is_written_as_in_the_language(language, number, expected):
    with translation.override(language):
        assert number_format(number, use_l10n=True) == expected
        assert Template("{{ number }}").render(Context({"number": number})) == expected


@pytest.mark.parametrize("language", ["de", "cs"])
def test_week_begins_on_monday(language):
    with translation.override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [("de", "2.11.2026"), ("de", "02.11.26"), ("cs", "2. 11. 2026"), ("cs", "2.11.2026"), ("cs", "2026-11-02")],
)
def test_inputs_take_dates_as_people_write_them(language, written):
    with translation.override(language):
        assert forms.DateField().clean(written) == WHEN.date()


@pytest.mark.parametrize(
    ("language", "written"), [("de", "1.248,5"), ("cs", "1\u202f248,5"), ("cs", "1 248,5"), ("cs", "1248,5")]
)
def test_inputs_take_numbers_as_people_write_them(language, written):
    with translation.override(language):
        assert forms.DecimalField(localize=True).clean(written) == Decimal("1248.5")
