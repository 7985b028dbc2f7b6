"""An editor at work: what the browser sends from Wagtail's forms and from the side-by-side editor."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield
from wagtail_localize.models import Translation

from accounts.models import User

from .factories import CommittingClient

XHR = {"x-requested-with": "XMLHttpRequest"}


def at_work(user: User) -> CommittingClient:
    client = CommittingClient()
    client.force_login(user)
    return client


def text_body(*paragraphs: str) -> dict[str, str]:
    """Return the form data of a body with one block of text."""
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return nested_form_data({"body": streamfield([("text", rich_text(html))])})


def add_page(client: CommittingClient, parent: Page, model: type[Page], *, action: str = "", **fields: Any):
    """Fill in and send the form for a new page; ``action`` is ``publish``, ``submit`` or empty for a draft."""
    address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    return _send(client, address, "page-edit-form", action, fields)


def edit_page(client: CommittingClient, page: Page, *, action: str = "", **fields: Any):
    """Change some fields of a page in its form and send it; its blocks keep their identity."""
    for number, block in enumerate(page.specific.get_latest_revision_as_object().body):
        if f"body-{number}-type" in fields:
            fields[f"body-{number}-id"] = block.id
    return _send(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), "page-edit-form", action, fields)


def open_form(client: CommittingClient, address: str, form_id: str) -> dict[str, Any]:
    """Return what a form would send unchanged; the blocks of bodies are drawn by scripts and missing."""
    response = client.get(address)
    assert response.status_code == 200, response
    data = querydict_from_html(response.content.decode(), form_id=form_id)
    return {name: data.getlist(name) for name in data}


def submit(client: CommittingClient, page: Page, language: str, **fields: Any):
    """Press “Translate this page”."""
    locale = Locale.objects.get(language_code=language)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [locale.pk], **fields})


def translate_strings(client: CommittingClient, translation: Translation, texts: dict[str, str]) -> list[int]:
    """Write a text beside each source sentence that ``texts`` knows; returns the answers' status."""
    answers = []
    for segment in translation.source.stringsegment_set.select_related("string").order_by("order"):
        if segment.string.data in texts:
            address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answers.append(put(client, address, texts[segment.string.data]).status_code)
    return answers


def put(client: CommittingClient, address: str, value: str):
    return client.put(address, urlencode({"value": value}), content_type="application/x-www-form-urlencoded")


def publish_translation(client: CommittingClient, translation: Translation):
    """Press “Publish” in the side-by-side editor."""
    page = translation.get_target_instance()
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})


def _send(client: CommittingClient, address: str, form_id: str, action: str, fields: dict[str, Any]):
    data = open_form(client, address, form_id)
    data.update(fields)
    if action:
        data[f"action-{action}"] = "1"
    return client.post(address, data)
