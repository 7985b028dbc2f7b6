"""Bodies of pages out of content files, as the JSON that StreamFields keep.

Blocks get ids that depend on nothing but the file's key and their place, so that both languages of a body have the same
ids: that is how wagtail-localize finds the text of one language in the structure of the other.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.models import PortalDocument, PortalImage, SharedText

NAMESPACE = uuid.UUID("5b0d7c2e-33a5-4f0c-9a57-6a1f6e0b8d11")

PAGE_LINK = re.compile(r'<a data-page="([\w-]+)">(.*?)</a>', re.DOTALL)
DOCUMENT_LINK = re.compile(r'<a data-document="([\w-]+)">(.*?)</a>', re.DOTALL)


@dataclass
class Library:
    """What content files refer to by key: page ids, documents by (key, language), pictures, shared texts."""

    pages: dict[str, int] = field(default_factory=dict)
    documents: dict[tuple[str, str], PortalDocument] = field(default_factory=dict)
    pictures: dict[str, PortalImage] = field(default_factory=dict)
    shared_texts: dict[str, SharedText] = field(default_factory=dict)


@dataclass(frozen=True)
class BodyBuilder:
    """Builds the blocks of one content file in one language."""

    key: str
    language: str
    library: Library

    def build(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"type": block["type"], "value": self._value(block, f"{place}"), "id": self._id(f"{place}")}
            for place, block in enumerate(blocks)
            if not (block["type"] == "picture" and block["picture"] not in self.library.pictures)
        ]

    def html(self, text: str) -> str:
        """Turn links by key into links by id; a link to a page that is not there yet stays plain text."""
        text = PAGE_LINK.sub(self._page_link, text.strip())
        return DOCUMENT_LINK.sub(self._document_link, text)

    def _value(self, block: dict[str, Any], place: str) -> Any:
        builders: dict[str, Callable[[dict[str, Any], str], Any]] = {
            "text": lambda block, place: self.html(block["html"]),
            "facts": self._facts,
            "quote": lambda block, place: {"text": block["text"], "source": block.get("source", "")},
            "picture": self._picture,
            "questions": self._questions,
            "call_to_action": self._call_to_action,
            "documents": self._documents,
            "partners": lambda block, place: {"heading": block.get("heading", "")},
            "shared_text": lambda block, place: self.library.shared_texts[block["key"]].pk,
            "hero": self._hero,
            "figures": self._figures,
            "latest_news": lambda block, place: self._plain(block, "heading", "count", "link_label"),
            "next_events": lambda block, place: self._plain(block, "heading", "count", "link_label"),
            "find_supplier": lambda block, place: self._plain(block, "heading", "lead", "link_label"),
            "latest_offers": lambda block, place: self._plain(block, "heading", "count", "link_label"),
            "item": lambda block, place: self._plain(block, "time", "title", "detail"),
        }
        return builders[block["type"]](block, place)

    def _facts(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        rows = [{"label": label, "value": value} for label, value in block["rows"]]
        return {"heading": block.get("heading", ""), "rows": self._list(rows, place)}

    def _picture(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        image = {"image": self.library.pictures[block["picture"]].pk, "alt_text": block["alt"], "decorative": False}
        return {"picture": image, "caption": block.get("caption", "")}

    def _questions(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        items = [{"question": item["question"], "answer": self.html(item["html"])} for item in block["items"]]
        return {"heading": block.get("heading", ""), "items": self._list(items, place)}

    def _call_to_action(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        page = self.library.pages.get(block["page"])
        return {**self._plain(block, "heading", "text", "label"), "page": page, "url": ""}

    def _documents(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        documents = [self.library.documents[key, self.language].pk for key in block["documents"]]
        return {"heading": block.get("heading", ""), "documents": self._list(documents, place)}

    def _hero(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        popular = self._list(block["popular"], place)
        return {**self._plain(block, "title", "lead", "placeholder"), "popular": popular}

    def _figures(self, block: dict[str, Any], place: str) -> dict[str, Any]:
        return {"heading": block.get("heading", ""), "items": self._list(block["items"], place)}

    def _list(self, values: list[Any], place: str) -> list[dict[str, Any]]:
        return [
            {"type": "item", "value": value, "id": self._id(f"{place}.{number}")} for number, value in enumerate(values)
        ]

    def _id(self, place: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.key}:{place}"))

    def _page_link(self, match: re.Match[str]) -> str:
        page = self.library.pages.get(match[1])
        return f'<a linktype="page" id="{page}">{match[2]}</a>' if page else match[2]

    def _document_link(self, match: re.Match[str]) -> str:
        document = self.library.documents[match[1], self.language]
        return f'<a linktype="document" id="{document.pk}">{match[2]}</a>'

    @staticmethod
    def _plain(block: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: block.get(name, "") for name in names}
