"""Wagtail's views of snippets with what companies and offers need besides."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, InspectView

from core.choosers import containing
from core.i18n import active_language
from core.paging import CountingPaginator
from core.panels import label_in_language
from core.spreadsheets import SafeSpreadsheet
from directory.duplicates.warnings import told_after_saving
from directory.models import Company, Entry, Offer, State
from directory.responsibility import responsible_institution
from directory.rights import Person, may_change
from directory.validators import as_register_number

from .lists import yes_or_no

#: A text with the buttons that it has.
Doubt = tuple[str, list[Any]]


class EntryIndexView(SafeSpreadsheet, IndexView):
    """The list without checkboxes: there is nothing to do to many entries at once that would not need its reason."""

    export_columns: tuple[Column, ...] = ()
    table_classname = "listing entries"
    paginator_class = CountingPaginator

    @cached_property
    def columns(self) -> list[Column]:
        return [column for column in super().columns if column.name != "bulk_actions"]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return containing(queryset, as_register_number(self.search_query), self.search_fields)

    @property
    def list_export(self) -> list[str]:
        return [column.name for column in self.export_columns]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {column.name: column.get_value(item) for column in self.export_columns}

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return next(str(column.label) for column in self.export_columns if column.name == field)


class CompanyIndexView(EntryIndexView):
    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Sort names as the editor's language does."""
        if self.ordering.lstrip("-") == "legal_name":
            return queryset.order_by(self.ordering.replace("legal_name", f"sort_key_{active_language()}"), "pk")
        return super().order_queryset(queryset)


class DeliberateSaving:
    """Mixed into the forms' views: what is saved here is public at once.

    Nothing is saved while somebody is still typing, and a form that was opened before somebody else saved does not
    silently undo that.
    """

    request: HttpRequest
    object: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:  # somebody was quicker, or two rows swap what only one may have
            self.produced_error_code = "validation_error"
            self.produced_error_message = _("The database refused it: something of this is there already.")
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_action(self) -> HttpResponse:
        for doubt in doubts(self.object, self.request.user):
            messages.warning(self.request, *doubt)
        return super().save_action()  # type: ignore[misc]


def doubts(entry: Entry, user: Person) -> Iterator[Doubt]:
    """Yield what an editor should look at although it may be right, with a way there."""
    if isinstance(entry, Company):
        yield from told_after_saving(entry, user)
    elif isinstance(entry, Offer) and entry.state == State.PUBLISHED and not entry.company.is_public:
        text = _("Nobody sees it yet: %(company)s itself is not public.") % {"company": entry.company}
        yield text, _button_to(entry.company)


def _button_to(company: Company) -> list[Any]:
    return [messages.button(reverse("wagtailsnippets_directory_company:edit", args=[company.pk]), _("Open"))]


class EntryCreateView(DeliberateSaving, CreateView):
    pass


class EntryEditView(DeliberateSaving, EditView):
    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody has saved since the form was opened, also where that was the first version ever."""
        return bool(self.latest_revision) and (
            "loaded_revision_id" not in self.request.POST or bool(super().is_out_of_date)
        )

    def is_valid(self, form: Any) -> bool:
        if self.request.method == "POST" and self.is_out_of_date:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = self._tell_of_newer_version()
            return False
        return super().is_valid(form)

    @cached_property
    def has_left(self) -> bool:
        """Whether the entry is another institution's now that it is saved."""
        return not may_change(self.request.user, self.object)

    def save_action(self) -> HttpResponse:
        if self.has_left:
            messages.warning(self.request, self._tell_of_new_institution())
        return super().save_action()

    def get_success_buttons(self) -> list[Any]:
        return [] if self.has_left else super().get_success_buttons()

    def _tell_of_new_institution(self) -> str:
        text = _("%(entry)s now belongs to %(institution)s, because its seat lies there. You no longer see it here.")
        return text % {"entry": self.object, "institution": responsible_institution(self.object).short_name}

    def _tell_of_newer_version(self) -> str:
        return format_html(
            '{} <a href="{}">{}</a>',
            _("Somebody has saved since you opened this form. What you typed is still here: compare, then save again."),
            self.get_history_url(),
            _("What has changed"),
        )

    def save_instance(self) -> Any:
        """Keep also what was there before the first change, so that it can be compared and brought back."""
        if self.object.latest_revision_id is None:
            self.model.objects.get(pk=self.object.pk).save_revision(clean=False, changed=False)
        return super().save_instance()


class EntryInspectView(InspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        return str(label_in_language(field))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, int):
            return str(value)  # a year takes no thousands separator
        return "–" if value in (None, "", "-") else value
