"""Finding pages."""

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from core.paging import get_page

PER_PAGE = 12
# What is longer is cut: no person types it, and the index gains nothing from it.
MAX_LENGTH = 200
WORD = re.compile(r"\w+")


@require_safe
def find_pages(request: HttpRequest) -> HttpResponse:
    """Show the published pages of the reader's language that match ``q``; anybody may."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LENGTH]
    results = None
    if words := _words(query):
        pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=2)
        results = get_page(Paginator(pages.search(words), PER_PAGE), request.GET.get("page"))
    return render(request, "search/find_pages.html", {"query": query, "results": results})


def _words(query: str) -> str:
    """Return the words of a query without anything that a search engine could take for a command."""
    return " ".join(WORD.findall(query.lower()))
