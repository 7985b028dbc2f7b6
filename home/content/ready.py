"""The ready pages of a real installation: what ``home/ready`` holds, written once and left to the editors."""

import io
import tomllib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from wagtail.models import Locale, Page

from core.i18n import LANGUAGE_CODES, other_language
from core.models import PortalDocument, SharedText, Topic
from events.models import EventIndexPage
from home.models import ContactPage, GuidePage, HomePage, KnowHowIndexPage, StandardPage
from news.models import NewsIndexPage

from .bodies import BodyBuilder, Library
from .pages import add_page, find, rewrite, translate, translation_key

FOLDER = Path(__file__).parents[1] / "ready"
SOURCE = "de"  # the ready pages are written in German first
MODELS: dict[str, type[Page]] = {
    "home": HomePage,
    "standard": StandardPage,
    "contact": ContactPage,
    "knowhow-index": KnowHowIndexPage,
    "guide": GuidePage,
    "news-index": NewsIndexPage,
    "event-index": EventIndexPage,
}
WITHOUT_BODY = {"news-index", "event-index"}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def page_files() -> list[dict[str, Any]]:
    """Return the page files, parents before children."""
    files = [
        read(path.stem) for path in sorted(FOLDER.glob("*.toml")) if path.stem not in ("documents", "shared_texts")
    ]
    depth = {"home": 0}
    by_key = {file["key"]: file for file in files}

    def depth_of(file: dict[str, Any]) -> int:
        return depth.get(file["key"], 0) if file["key"] == "home" else 1 + depth_of(by_key[file["parent"]])

    return sorted(files, key=lambda file: (depth_of(file), file["order"]))


def library() -> Library:
    """Return what is there of the ready content, by key, for links from other content."""
    pages = {file["key"]: page.pk for file in page_files() if (page := find("ready", file["key"]))}
    shared = {key: text for key in read("shared_texts") if (text := _shared_text(key))}
    return Library(pages=pages, shared_texts=shared)


def write_documents() -> dict[tuple[str, str], PortalDocument]:
    """Write the spreadsheets that the guides offer, one per language; returns them by key and language."""
    documents = {}
    for key, file in read("documents").items():
        for language in LANGUAGE_CODES:
            document = PortalDocument(title=file[f"title_{language}"], language=language)
            content = _spreadsheet(file[f"columns_{language}"], file[f"rows_{language}"])
            document.file.save(file[f"filename_{language}"], ContentFile(content), save=False)
            document.file_size = len(content)
            document.save()
            documents[key, language] = document
        german, czech = (documents[key, language] for language in LANGUAGE_CODES)
        PortalDocument.objects.filter(pk=german.pk).update(other_version=czech)
        PortalDocument.objects.filter(pk=czech.pk).update(other_version=german)
    return documents


def write_shared_texts(content: Library) -> None:
    """Write the shared texts and their translations into ``content``; links need the pages to be there."""
    for key, file in read("shared_texts").items():
        text = SharedText(
            locale=Locale.objects.get(language_code=SOURCE),
            translation_key=translation_key("shared-text", key),
            title=file[SOURCE]["title"],
            text=BodyBuilder(key, SOURCE, content).html(file[SOURCE]["html"]),
        )
        text.save()
        text.save_revision()
        other = other_language(SOURCE)
        html = BodyBuilder(key, other, content).html(file[other]["html"])
        translate(text, {"title": file[other]["title"], "text": html}, language=other)
        content.shared_texts[key] = text


def write_pages(root: Page, content: Library) -> None:
    """Write all ready pages: first all of them empty of links, then with their links, then their translations."""
    files = page_files()
    pages: dict[str, Page] = {}
    for file in files:
        parent = pages[file["parent"]] if file["key"] != "home" else root
        fields = {"translation_key": translation_key("ready", file["key"]), **_fields(file, SOURCE, None)}
        pages[file["key"]] = add_page(MODELS[file["kind"]], parent, fields, language=SOURCE)
        content.pages[file["key"]] = pages[file["key"]].pk
    write_shared_texts(content)
    for file in files:
        rewrite(pages[file["key"]], _fields(file, SOURCE, content))
    for file in files:
        other = other_language(SOURCE)
        translate(pages[file["key"]], _texts(file, other, content), language=other)


def _fields(file: dict[str, Any], language: str, content: Library | None) -> dict[str, Any]:
    """Return a page's fields; without ``content`` a body of one empty paragraph holds the place."""
    fields = _texts(file, language, content) | {"show_in_menus": file["in_menu"]}
    if topic := file.get("topic"):
        fields["topics"] = [Topic.objects.get(key=topic)]
    return fields


def _texts(file: dict[str, Any], language: str, content: Library | None) -> dict[str, Any]:
    text = file[language]
    stands_alone = file["kind"] == "guide" or all(
        file[code]["title"] == file[code]["menu_title"] for code in LANGUAGE_CODES
    )
    fields: dict[str, Any] = {
        "slug": text["slug"],
        "title": text["title"] if stands_alone else text["menu_title"],
        "headline": "" if stands_alone else text["title"],
        "search_description": text["teaser"],
    }
    if file["kind"] not in WITHOUT_BODY:
        builder = BodyBuilder(file["key"], language, content or Library())
        fields["body"] = builder.build(text.get("body", [])) if content else [{"type": "text", "value": "<p></p>"}]
    return fields


def _shared_text(key: str) -> SharedText | None:
    texts = SharedText.objects.filter(translation_key=translation_key("shared-text", key))
    return texts.filter(locale__language_code=SOURCE).first()


def _spreadsheet(columns: list[str], rows: list[list[Any]]) -> bytes:
    """Return an XLSX file that opens ready to fill in: headed, wrapped, as wide as its texts, fit to a page's width."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(columns)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0D4F47")
    for number, column in enumerate(zip(columns, *rows, strict=True), start=1):
        longest = max(len(str(value)) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 14), 60)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
