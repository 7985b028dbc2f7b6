"""Exports in the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import ImportRun
from directory.rights import acting_for

from .exporting import stream_entries
from .forms import ExportForm
from .views import ExchangeView, as_file


class ExportView(ExchangeView):
    """Companies or offers of the person's area as a file; without a choice, the form for it."""

    kind = ""
    page_title = _("Export")
    header_icon = "download"
    way: list[tuple[Any, Any]] = []
    template_name = "directory/admin/exchange/export.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        bound = request.GET if "format" in request.GET else None
        form = ExportForm(bound, user=request.user, kind=self.kind)
        if not form.is_valid():
            kinds = [(kind, kind.label, reverse(f"exchange:export_{kind}")) for kind in ImportRun.Kind]
            return self.show(form=form, kind=self.kind, kinds=kinds)
        data = form.cleaned_data
        institution = acting_for(request.user)
        blocks = stream_entries(form.entries(), data["columns"], data["format"], institution=institution)
        return as_file(blocks, f"{self.kind}-{timezone.localdate()}", data["format"])
