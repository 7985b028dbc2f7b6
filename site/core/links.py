"""Links from texts to pages: which there are, and how they lead into the reader's language."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

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


class LocalizedPageLinkHandler(PageLinkHandler):
    """Links in rich text: taken from the frame that was read at once, one by one only where there is none (mails)."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        from .frame import current_frame

        frame = current_frame()
        pages = [frame.localized(int(attrs["id"])) if frame else None for attrs in attrs_list]
        if frame is None or None in pages:
            return super().expand_db_attributes_many(attrs_list)
        return [f'<a href="{escape(frame.url_of(page))}">' for page in pages]


class LocalizedDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents in rich text: to the version in the reader's language, read at once like the pages."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Any]:
        from .frame import current_frame

        frame = current_frame()
        known = frame.documents if frame else {}
        if any(int(attrs["id"]) not in known for attrs in attrs_list):
            known = {document.pk: document for document in super().get_many(attrs_list) if document}
        found = [known.get(int(attrs["id"])) for attrs in attrs_list]
        return [document.for_reader() if document else None for document in found]


def page_url(page: Page) -> str:
    """Return the address of a page that a block links to, in the reader's language where it is published in it."""
    from .frame import current_frame

    frame = current_frame()
    known = frame.localized(page.pk) if frame else None
    if frame and known:
        return frame.url_of(known)
    return page.localized.url or ""
