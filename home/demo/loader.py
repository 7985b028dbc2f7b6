"""Demo content: news and events dated relative to today, pictures drawn for them, accounts for each role."""

import datetime as dt
import io
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.models import Institution, Place, PortalImage, Topic
from core.setup import demo_steps
from events.models import EventPage
from home.content import ready
from home.content.bodies import BodyBuilder, Library
from home.content.pages import add_page, find, translate, translation_key
from news.models import NewsPage, RelatedNews

from .accounts import account_of, write_accounts
from .pictures import PICTURES, draw

FOLDER = Path(__file__).parent
CREDIT = "Glokal"


@demo_steps.register("accounts", order=10)
def load_accounts(progress: Callable[[str], None]) -> None:
    progress(f"{write_accounts()} accounts")


@demo_steps.register("pictures", order=20)
def load_pictures(progress: Callable[[str], None]) -> None:
    progress(f"{len(_pictures())} drawn")


@demo_steps.register("news", order=30)
def load_news(progress: Callable[[str], None]) -> None:
    content = _library()
    for file in _files("news"):
        _write(file, "news", NewsPage, _news_facts(file, content), content)
    for file in _files("news"):
        _link_related(file)
    progress(f"{NewsPage.objects.count()} pages")


@demo_steps.register("events", order=40)
def load_events(progress: Callable[[str], None]) -> None:
    content = _library()
    for file in _files("events"):
        _write(file, "events", EventPage, _event_facts(file, content), content)
    progress(f"{EventPage.objects.count()} pages")


@demo_steps.register("search index", order=90)
def index_pages(progress: Callable[[str], None]) -> None:
    call_command("update_index", verbosity=0)
    progress("built")


def _files(kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted((FOLDER / kind).glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def _library() -> Library:
    content = ready.library()
    content.pictures = _pictures()
    return content


def _pictures() -> dict[str, PortalImage]:
    """Return the drawn pictures by key; draws those that are missing."""
    pictures = {}
    for key, picture in PICTURES.items():
        title = f"{picture.title_de} / {picture.title_cs}"
        image = PortalImage.objects.filter(title=title, credit=CREDIT).first()
        if image is None:
            image = PortalImage(title=title, credit=CREDIT, description=picture.alt_de)
            image.file = ImageFile(io.BytesIO(draw(key)), name=f"{key}.png")
            image.save()
        pictures[key] = image
    return pictures


@transaction.atomic
def _write(file: dict[str, Any], kind: str, model: type[Page], facts: dict[str, Any], content: Library) -> None:
    """Write one page with its translation, in the state and at the hour that its file says; once."""
    if find(kind, file["key"]):
        return
    source = file["source"]
    user = account_of(file["institution"] if kind == "news" else file["organisers"][0])
    index = Page.objects.get(translation_key=translation_key("ready", kind), locale__language_code=source)
    page = add_page(
        model,
        index.specific,
        {
            "translation_key": translation_key(kind, file["key"]),
            "owner": user,
            **facts,
            **_texts(file, source, content),
        },
        language=source,
    )
    _publish(page, file, user)
    for language in file["languages"]:
        if language != source:
            translator = _editor(language)
            texts = _texts(file, language, content)
            is_live = file["state"] == "live"
            target = translate(page, texts, language=language, user=translator, publish=is_live)
            if not is_live:
                _publish(target, file, translator)


def _publish(page: Page, file: dict[str, Any], user: Any) -> None:
    if file["state"] == "scheduled":
        page.go_live_at = _moment(file["days"], file["time"])
    revision = page.save_revision(user=user)
    if file["state"] != "draft":
        revision.publish(user=_editor(page.locale.language_code))
    if file["state"] == "live" and "start_days" not in file:
        _date_back(page, _moment(file["days"], file["time"]))


def _date_back(page: Page, moment: dt.datetime) -> None:
    """News are dated when they happened, not when the demo was loaded."""
    dates = {"first_published_at": moment, "last_published_at": moment, "latest_revision_created_at": moment}
    Page.objects.filter(pk=page.pk).update(**dates)


def _editor(language: str) -> User:
    """Who publishes and translates in a language."""
    return account_of("wfs" if language == "de" else "ahk-services")


def _news_facts(file: dict[str, Any], content: Library) -> dict[str, Any]:
    return {
        "published_on": _day(file["days"]),
        "institution": Institution.objects.get(key=file["institution"]),
        "topics": list(Topic.objects.filter(key__in=file["topics"])),
        "picture": content.pictures[file["picture"]],
    }


def _event_facts(file: dict[str, Any], content: Library) -> dict[str, Any]:
    shift = _to_working_day(file["start_days"])
    start, end = _day(file["start_days"]) + shift, _day(file["end_days"]) + shift
    all_day = file["all_day"]
    registration = file.get("registration_days")
    return {
        "start_date": start,
        "start_time": None if all_day else dt.time.fromisoformat(file["start_time"]),
        "end_date": end,
        "end_time": None if all_day else dt.time.fromisoformat(file["end_time"]),
        "format": file["format"],
        "place": Place.objects.get(slug=file["place"]) if "place" in file else None,
        "venue": file.get("venue", ""),
        "online_url": file.get("online_url", ""),
        "registration_url": file.get("registration_url", ""),
        "registration_until": start + dt.timedelta(days=registration) if registration else None,
        "organisers": list(Institution.objects.filter(key__in=file["organisers"])),
        **{f"is_in_{code}": code in file["event_languages"] for code in ("de", "cs", "en")},
        "has_interpreting": file["has_interpreting"],
        "status": file["status"],
        "topics": list(Topic.objects.filter(key__in=file["topics"])),
        "picture": content.pictures.get(file.get("picture", "")),
    }


def _texts(file: dict[str, Any], language: str, content: Library) -> dict[str, Any]:
    text = file[language]
    names = ("slug", "title", "picture_alt", "audience", "status_note")
    fields: dict[str, Any] = {name: text[name] for name in names if name in text}
    fields["search_description"] = text["teaser"]
    fields["body"] = BodyBuilder(file["key"], language, content).build(text["body"])
    if "programme" in text:
        rows = [{"type": "item", **row} for row in text["programme"]]
        fields["programme"] = BodyBuilder(f"{file['key']}:programme", language, content).build(rows)
    return fields


def _link_related(file: dict[str, Any]) -> None:
    page = find("news", file["key"])
    if page is None or page.specific.related_links.exists():
        return
    for version in page.get_translations(inclusive=True).specific():
        related = [other for key in file.get("related", []) if (other := find("news", key))]
        RelatedNews.objects.bulk_create(
            RelatedNews(page=version, news=other.specific, sort_order=order) for order, other in enumerate(related)
        )


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _to_working_day(days: int) -> dt.timedelta:
    """How far a day has to move to be no Saturday or Sunday."""
    return dt.timedelta(days={5: 2, 6: 1}.get(_day(days).weekday(), 0))


def _moment(days: int, time: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(_day(days), dt.time.fromisoformat(time)))
