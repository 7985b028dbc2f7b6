"""Reported problems in the admin: looked at, and decided once."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import EditView

from core.admin import InstitutionFilter, RecordAdmin, RecordInspectView
from core.models import Institution

from .models import Entry, ProblemReport
from .responsibility import answering, responsible_institution
from .snippets.forms import DecisionForm
from .snippets.guards import WithinArea
from .snippets.viewsets import link_to

REPORTED = ("kind", "message", "name", "email", "institution", "created_at")


class ReportsAreDecided(PermissionHelper):
    """Readers report; the admin decides, once."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: ProblemReport) -> bool:
        return obj.state == ProblemReport.State.OPEN and super().user_can_edit_obj(user, obj)


class AnsweringNow:
    """Mixed into the views of one report: while it is open, it lies before who answers for the entry now."""

    instance: ProblemReport

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state == ProblemReport.State.OPEN:
            self.instance.institution = responsible_institution(self.instance.entry)  # type: ignore[arg-type]


class AnsweringFilter(InstitutionFilter):
    def of(self, queryset: QuerySet, institution: Institution) -> QuerySet:
        return queryset.filter(answering=institution.pk)


class ReportInspectView(AnsweringNow, RecordInspectView):
    """Leads from the report to what it is about."""

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = super().get_field_display_value(field_name, field)
        return link_to(value) if isinstance(value, Entry) else value


class ReportEditView(AnsweringNow, EditView):
    def get_success_message_buttons(self, instance: ProblemReport) -> list[Any]:
        return []  # what is decided is not edited again


class ProblemReportAdmin(WithinArea, RecordAdmin):
    model = ProblemReport
    inspect_view_class = ReportInspectView
    edit_view_class = ReportEditView
    menu_label = _("Reported problems")
    menu_icon = "warning"
    list_display = ["entry_title", "kind", "state", "answers", "age"]
    list_filter = ["state", "kind", AnsweringFilter]
    search_fields = ["message", "company__legal_name", "offer__title_de", "offer__title_cs"]
    list_export = ["entry_title", "kind", "state", "answers", "created_at", "decided_at", "message", "decision"]
    inspect_view_enabled = True
    inspect_view_fields = [
        *("company", "offer", "kind", "message", "name", "email", "language", "institution", "created_at"),
        *("state", "decision", "decided_at"),
    ]
    permission_helper_class = ReportsAreDecided
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in REPORTED],
                heading=_("Report"),
            ),
            MultiFieldPanel(
                [FieldPanel("state"), FieldPanel("decision")],
                heading=_("Decision"),
                help_text=_(
                    "An accepted objection hides the company and keeps it out of later imports; an accepted request "
                    "for removal suspends the entry. What is to be corrected, correct in the entry yourself."
                ),
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProblemReport]:
        now = Coalesce(answering("company__"), answering("offer__company__"))
        open_ones = When(state=ProblemReport.State.OPEN, then=now)
        reports = super().get_queryset(request).select_related("company", "offer")
        institutions = Institution.objects.filter(pk=OuterRef("answering")).values("short_name")
        answered = reports.annotate(
            answering=Case(open_ones, default=F("institution_id"), output_field=BigIntegerField())
        )
        return answered.annotate(answers=Subquery(institutions))

    def entry_title(self, report: ProblemReport) -> str:
        return str(report.entry)

    def answers(self, report: ProblemReport) -> str:
        return report.answers  # type: ignore[attr-defined]

    def age(self, report: ProblemReport) -> str:
        return timesince(report.created_at, depth=1)

    entry_title.short_description = _("Entry")  # type: ignore[attr-defined]
    answers.short_description = _("Responsible institution")  # type: ignore[attr-defined]
    answers.admin_order_field = "answers"  # type: ignore[attr-defined]
    age.short_description = _("Age")  # type: ignore[attr-defined]
    age.admin_order_field = "created_at"  # type: ignore[attr-defined]
