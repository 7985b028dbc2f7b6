"""The lists of companies and of offers and requests, each as rows or as a map."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.frame import Stop, frame_of
from core.i18n import LANGUAGE_CODES, active_language
from core.paging import get_page
from core.tile_map import tile_host
from directory.filters import CompanyFilter, EntryFilter, OfferFilter
from directory.place_map import place_map
from directory.responsibility import name_institutions

PER_PAGE = 20


@require_safe
def list_companies(request: HttpRequest) -> HttpResponse:
    """List the published companies, or show where they are; anybody may."""
    chosen = CompanyFilter(request.GET)
    teaser = _("Who makes and offers what on both sides of the border: with capabilities, certificates and languages.")
    _enter(request, chosen, _("Companies"), teaser)
    companies = chosen.apply()
    if chosen.view == "map":
        context = _map(request, chosen, companies, companies_in_words)
    else:
        context = _page(request, companies.in_order(chosen.order, active_language()), companies_in_words)
    return render(request, "directory/company_list.html", {"filter": chosen, **context})


@require_safe
def list_offers(request: HttpRequest) -> HttpResponse:
    """List the offers and requests that are valid today, or show where they are; anybody may."""
    chosen = OfferFilter(request.GET)
    teaser = _("What companies on both sides of the border offer at present, and what they are looking for.")
    _enter(request, chosen, _("Offers and requests"), teaser)
    offers = chosen.apply()
    if chosen.view == "map":
        context = _map(request, chosen, offers, offers_in_words)
    else:
        context = _page(request, offers.in_order(chosen.order), offers_in_words)
        name_institutions(context["items"])
    return render(request, "directory/offer_list.html", {"filter": chosen, **context})


def companies_in_words(count: int) -> str:
    return ngettext("%(count)s company", "%(count)s companies", count) % {"count": localize(count)}


def offers_in_words(count: int) -> str:
    text = ngettext("%(count)s offer or request", "%(count)s offers and requests", count)
    return text % {"count": localize(count)}


def _enter(request: HttpRequest, chosen: EntryFilter, title: str, teaser: str) -> None:
    """Tell the frame where we are; the other language keeps what is chosen."""
    addresses = {code: translate_url(request.path, code) + chosen.query for code in LANGUAGE_CODES}
    frame_of(request).stop = Stop(title, addresses, teaser=teaser)


def _page(request: HttpRequest, entries: QuerySet, in_words: Callable[[int], str]) -> dict[str, Any]:
    """One page of the entries in their order. Sorting needs their ids only; the rows are read for this page alone.

    A page is always as long as it may be: told to stop at the last of few, PostgreSQL would go along the order of
    all entries until it has met them.
    """
    items = get_page(Paginator(entries, PER_PAGE), request.GET.get("page"))
    start = (items.number - 1) * PER_PAGE
    rows: Any = entries.model._default_manager.filter(pk__in=entries.values("pk")[start : start + PER_PAGE])
    items.object_list = rows.order_by(*entries.query.order_by).for_rows()
    return {"items": items, "total": items.paginator.count, "total_in_words": in_words(items.paginator.count)}


def _map(request: HttpRequest, chosen: EntryFilter, entries: Any, in_words: Callable[[int], str]) -> dict[str, Any]:
    """Tiles come only when asked for, and only from a server that the operator has named."""
    with_tiles = bool(settings.MAP_TILE_URL) and request.GET.get("tiles") == "1"
    shown = place_map(entries, chosen, in_words=in_words, with_tiles=with_tiles)
    return {"map": shown, "tile_host": tile_host(), "total": shown.total, "total_in_words": in_words(shown.total)}
