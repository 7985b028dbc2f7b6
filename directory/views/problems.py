"""Reporting a problem with an entry, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from core.frame import Link, Stop, frame_of
from core.i18n import active_language
from core.throttle import is_allowed
from directory.details import addresses_of, find_company, find_offer, list_link, title_of
from directory.forms import ProblemForm
from directory.models import Company, Offer
from directory.responsibility import responsible_institution
from directory.services import report_problem

REPORTS_PER_HOUR = 10
SENT = "?sent"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def report_company(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a correction, objection or request for removal of a company; anybody may."""
    company = find_company(pk)
    if company.pk != pk:  # it went into another entry
        return redirect(company.get_report_url(), permanent=True)
    return _report(request, company)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def report_offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a correction, objection or request for removal of an offer or request; anybody may."""
    return _report(request, find_offer(pk))


def _report(request: HttpRequest, entry: Company | Offer) -> HttpResponse:
    form = ProblemForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, entry, form)
    if not form.is_valid():
        return _show(request, entry, form, status=422)
    if not is_allowed(request, "problem", limit=REPORTS_PER_HOUR, seconds=3600):
        form.add_error(None, _("You have sent many messages within an hour. Please send this one later."))
        return _show(request, entry, form, status=429)
    told = {name: form.cleaned_data[name] for name in ("kind", "message", "name", "email")}
    report_problem(entry=entry, language=active_language(), key=form.key, **told)
    return redirect(entry.get_report_url() + SENT)


def _show(request: HttpRequest, entry: Company | Offer, form: ProblemForm, *, status: int = 200) -> HttpResponse:
    was_sent = not form.is_bound and SENT.lstrip("?") in request.GET
    template = "directory/problem_thanks.html" if was_sent else "directory/problem_form.html"
    frame_of(request).stop = Stop(
        title=_("Report a problem"),
        addresses=addresses_of(entry, "get_report_url"),
        way=(list_link(entry), Link(title_of(entry), entry.get_absolute_url())),
    )
    context = {
        "form": form,
        "entry": entry,
        "entry_title": title_of(entry),
        "institution": responsible_institution(entry),
    }
    return render(request, template, context, status=status)
