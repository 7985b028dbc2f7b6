"""Having a register asked again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from directory.models import RegisterCheck
from directory.rights import companies_within, may_change

from .clients import is_on
from .display import explained, said
from .queue import ask_again

LIST = "directory_register-checks_modeladmin_index"


class CheckAgainView(TemplateView):
    """Asks before it queues a question; for who may change the company, 404 outside the person's area."""

    template_name = "directory/admin/check_again.html"

    @cached_property
    def check(self) -> RegisterCheck:
        within = companies_within(self.request.user)
        checks = RegisterCheck.objects.filter(company__in=within).select_related("company")
        check = get_object_or_404(checks, pk=self.kwargs["pk"])
        if not may_change(self.request.user, check.company):
            raise PermissionDenied
        return check

    @property
    def back_to(self) -> str:
        """Where the person came from, on this host only."""
        address = self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            address, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return address if is_ours else reverse(LIST)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_on(self.check.register):
            messages.error(request, _("The operator has not switched this check on."))
            return redirect(self.back_to)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        texts = {"check": str(self.check), "company": str(self.check.company)}
        if ask_again(self.check):
            messages.success(request, _("%(check)s of %(company)s is checked within the next minutes.") % texts)
        else:
            messages.warning(request, _("The register was asked about %(check)s a few minutes ago.") % texts)
        return redirect(self.back_to)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Check again")
        crumbs = [{"url": reverse(LIST), "label": _("Register checks")}, {"url": "", "label": title}]
        return super().get_context_data(
            check=self.check,
            said=said(self.check),
            why=explained(self.check),
            back_to=self.back_to,
            header_title=title,
            header_icon="resubmit",
            breadcrumbs_items=crumbs,
            **kwargs,
        )
