"""How links in rich text lead into the reader's language: Wagtail's own handlers, asking the frame first."""

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from .frame import current_frame


class LocalizedPageLinkHandler(PageLinkHandler):
    """Links in rich text: taken from the frame that was read at once, one by one only where there is none (mails)."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        frame = current_frame()
        pages = [frame.localized(int(attrs["id"])) if frame else None for attrs in attrs_list]
        if frame is None or None in pages:
            return super().expand_db_attributes_many(attrs_list)
        return [f'<a href="{escape(frame.url_of(page))}">' for page in pages]


class LocalizedDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents in rich text: to the version in the reader's language, read at once like the pages."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Any]:
        frame = current_frame()
        known = frame.documents if frame else {}
        if any(int(attrs["id"]) not in known for attrs in attrs_list):
            known = {document.pk: document for document in super().get_many(attrs_list) if document}
        found = [known.get(int(attrs["id"])) for attrs in attrs_list]
        return [document.for_reader() if document else None for document in found]
