"""An editor at work on companies and offers: what the browser sends from their forms."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from directory.models import Entry
from tests.editing import open_form

FORM = "w-editor-form"


def url(entry: Entry | type[Entry], view: str, *further: Any) -> str:
    """Return the address of one of the snippet's views."""
    numbers = [entry.pk] if isinstance(entry, Entry) else []
    return reverse(f"wagtailsnippets_directory_{entry._meta.model_name}:{view}", args=[*numbers, *further])


def form_of(client: Client, entry: Entry) -> dict[str, Any]:
    """Return what the form would send unchanged, with the ticked boxes that Wagtail's reader of forms leaves out."""
    data = open_form(client, url(entry, "edit"), FORM)
    soup = BeautifulSoup(client.get(url(entry, "edit")).content, "html.parser")
    data |= {box["name"]: "on" for box in soup.select(f"#{FORM} input[type=checkbox][checked]:not([value])")}
    data["sectors"] = [chosen["value"] for chosen in soup.select("input[name=sectors]")]
    return data


def save(client: Client, entry: Entry, **fields: Any) -> HttpResponse:
    """Change fields in the form and send it."""
    return client.post(url(entry, "edit"), {**form_of(client, entry), **fields})


def add(client: Client, model: type[Entry], **fields: Any) -> HttpResponse:
    return client.post(url(model, "add"), {**open_form(client, url(model, "add"), FORM), **fields})


def part(name: str, number: int, /, **fields: Any) -> dict[str, Any]:
    """Return the form data of a further row, such as the second location."""
    return {f"{name}-TOTAL_FORMS": number + 1} | {f"{name}-{number}-{field}": value for field, value in fields.items()}


def errors_of(response: HttpResponse) -> dict[str, str]:
    """Return the messages by the field that they stand beside."""
    assert response.status_code == 200, response
    soup = BeautifulSoup(response.content, "html.parser")
    found = {}
    for message in soup.select(".error-message"):
        beside = message.find_parent(attrs={"data-contentpath": True})
        found[beside["data-contentpath"] if beside else ""] = message.get_text(" ", strip=True)
    return found


def messages_of(response: HttpResponse) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(message.get_text(" ", strip=True) for message in soup.select(".messages li"))


def typed(response: HttpResponse, name: str) -> str:
    """Return what stands in a field of a form that came back."""
    field = BeautifulSoup(response.content, "html.parser").find(attrs={"name": name})
    if field.name == "select":
        return field.find("option", selected=True)["value"]
    return field.text.strip() if field.name == "textarea" else field.get("value", "")
