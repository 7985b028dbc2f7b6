"""Links from texts to pages: which there are, and how they lead into the reader's language."""

import re
from collections.abc import Iterator
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

RICH_TEXT_LINK = re.compile(r'<a [^>]*linktype="(page|document)"[^>]*>')
ID = re.compile(r'\bid="(\d+)"')


def linked_ids(page: Page) -> dict[str, set[int]]:
    """Return the ids that the bodies of ``page`` link to, by “page” and “document”; no query."""
    ids: dict[str, set[int]] = {"page": set(), "document": set()}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for kind, number in _links_in(getattr(page, field.name).get_prep_value()):
                ids[kind].add(number)
    return ids


def _links_in(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        for link in RICH_TEXT_LINK.finditer(value):
            if number := ID.search(link[0]):
                yield link[1], int(number[1])
    elif isinstance(value, list):
        for item in value:
            yield from _links_in(item)
    elif isinstance(value, dict):
        if isinstance(value.get("page"), int):  # the page chooser of a call to action
            yield "page", value["page"]
        for item in value.values():
            yield from _links_in(item)


def page_url(page: Page) -> str:
    """Return the address of a page that a block links to, in the reader's language where it is published in it."""
    from .frame import current_frame

    frame = current_frame()
    known = frame.localized(page.pk) if frame else None
    if frame and known:
        return frame.url_of(known)
    return page.localized.url or ""
