"""Forms that anybody may post: robots are kept out, people are not."""

import re

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.public_forms import LONGEST_SECONDS, SHORTEST_SECONDS, PublicForm, one_line


class QuestionForm(PublicForm):
    question = forms.CharField()


def opened(seconds_ago: float) -> str:
    with time_machine.travel(timezone.now().timestamp() - seconds_ago, tick=False):
        return QuestionForm().initial["stamp"]


def posted(**changes) -> QuestionForm:
    return QuestionForm({"question": "Proč?", "homepage": "", "stamp": opened(30), **changes})


def test_form_of_a_person_is_valid():
    assert posted().is_valid()


def test_field_that_only_robots_fill_is_refused():
    assert "homepage" in posted(homepage="https://buy.example").errors


@pytest.mark.parametrize("seconds", [0, SHORTEST_SECONDS - 1])
def test_form_sent_too_quickly_is_refused_and_may_be_sent_again(seconds):
    with time_machine.travel("2026-05-04T10:00:00+00:00", tick=False) as clock:
        form = posted(stamp=opened(seconds))
        assert not form.is_valid()
        stamp = hidden_stamp(form)
        clock.shift(SHORTEST_SECONDS + 1)
        assert posted(stamp=stamp).is_valid()


def test_form_sent_on_the_last_second_is_valid():
    with time_machine.travel("2026-05-04T10:00:00+00:00", tick=False):
        assert posted(stamp=opened(LONGEST_SECONDS)).is_valid()


@pytest.mark.parametrize("stamp", ["", "forged", "a:b:c", "\x00", "ž" * 300])
def test_forged_stamp_is_refused_and_replaced(stamp):
    form = posted(stamp=stamp)
    assert not form.is_valid()
    assert hidden_stamp(form) != stamp
    with time_machine.travel(timezone.now().timestamp() + 10):
        assert posted(stamp=hidden_stamp(form)).is_valid()


def test_form_left_open_for_too_long_keeps_its_text_and_gets_a_new_stamp():
    old = opened(LONGEST_SECONDS + 60)
    form = posted(stamp=old)
    assert not form.is_valid()
    assert "Proč?" in form.as_p()
    assert hidden_stamp(form) != old


def test_stamp_of_another_form_of_the_same_kind_is_another_key():
    first, second = posted(stamp=opened(30)), posted(stamp=opened(30))
    assert first.is_valid()
    assert second.is_valid()
    assert first.key != second.key


def test_key_is_the_same_for_the_same_content_only():
    stamp = opened(30)
    first, again, changed = posted(stamp=stamp), posted(stamp=stamp), posted(stamp=stamp, question="Kdy?")
    assert first.is_valid()
    assert again.is_valid()
    assert changed.is_valid()
    assert first.key == again.key
    assert first.key != changed.key


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "a\r\nBcc: x@x.example", "a\n", "a\x00b", "a\x0bb", "a\x85b", "a\u2028b"]
)
def test_text_for_a_header_is_on_one_line(text):
    with pytest.raises(ValidationError):
        one_line(text)


@pytest.mark.parametrize("text", ["", "Dveře a okna", "a\tb", "„Türen“ – 100 %", "🚪"])
def test_ordinary_text_is_on_one_line(text):
    one_line(text)


def hidden_stamp(form: PublicForm) -> str:
    return re.search(r'name="stamp"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="stamp"', str(form["stamp"]))[1]
