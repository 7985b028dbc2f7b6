"""The page of a company, and of an offer or request."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.frame import frame_of
from directory.details import company_context, find_company, find_offer, offer_context, stop_at
from directory.models import Company, Offer


@require_safe
def show_company(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published company; anybody may."""
    company = find_company(pk)
    if request.path != company.get_absolute_url():
        return lead_to(company, request)
    context = company_context(company)
    photo = next((picture.image for picture in context["pictures"]), None)
    frame_of(request).stop = stop_at(company, teaser=f"{company.summary or company.description}", share_picture=photo)
    return render(request, "directory/company.html", context)


@require_safe
def show_offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published offer or request until its last day; anybody may."""
    offer = find_offer(pk)
    if request.path != offer.get_absolute_url():
        return lead_to(offer, request)
    frame_of(request).stop = stop_at(offer, teaser=f"{offer.text or offer.title}")
    return render(request, "directory/offer.html", offer_context(offer))


def lead_to(entry: Company | Offer, request: HttpRequest) -> HttpResponse:
    """Lead from an address whose words have changed to the right one; what was asked for stays."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(entry.get_absolute_url() + (f"?{query}" if query else ""))
