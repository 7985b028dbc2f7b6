"""Choosers of records in the admin: a window with a list to search, for lists too long for a select."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from .i18n import active_language, other_language
from .models import Place


def containing(rows: QuerySet, text: str, columns: Sequence[str]) -> QuerySet:
    """Return the rows that have each word of ``text`` in one of the columns, each row once."""
    for word in text.split():
        found = reduce(or_, (Q(**{f"{column}__icontains": form}) for column in columns for form in _forms(word)))
        rows = rows.filter(pk__in=rows.model._default_manager.filter(found).values("pk"))
    return rows


def _forms(word: str) -> set[str]:
    """Return a word in capitals and small letters: SQLite takes them for the same in ASCII only."""
    return {word} if word.isascii() else {word.lower(), word.capitalize(), word.upper()}


def other_name(record: Any) -> str:
    """Return the name of a record in the language that the editor does not read."""
    return getattr(record, to_attribute("name", other_language(active_language())))


class RecordSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)
    search_fields: tuple[str, ...] = ()

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return containing(objects, self.search_query, self.search_fields)


class SearchesRecords:
    """Mixed into a chooser's views: searches columns of the record, and shows further facts beside its name."""

    search_fields: tuple[str, ...] = ()
    facts: tuple[Column, ...] = ()

    def get_filter_form_class(self) -> type[RecordSearchForm]:
        return type("SearchForm", (RecordSearchForm,), {"search_fields": self.search_fields})

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.facts]  # type: ignore[misc]


class RecordChooseView(SearchesRecords, ChooseView):
    pass


class RecordChooseResultsView(SearchesRecords, ChooseResultsView):
    pass


class ByNumber:
    """Mixed into each view of a chooser: what is no number in an address stands for no record."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not all(unquote(str(number)).isdecimal() for number in [*kwargs.values(), *request.GET.getlist("id")]):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ChoosesOnly:
    """Mixed into a chooser: records are written in forms of their own, so there is no address for a quick new one."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        numbered = type(view_class.__name__, (ByNumber, view_class), {})
        return super().construct_view(numbered, **kwargs)  # type: ignore[misc]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [address for address in super().get_urlpatterns() if address.name != "create"]  # type: ignore[misc]


class SnippetsChosenOnly(ChoosesOnly, SnippetChooserViewSet):
    pass


class RecordChooserViewSet(ChoosesOnly, ChooserViewSet):
    """A chooser of plain records; ``search_fields`` and ``facts`` say what is searched and shown."""

    search_fields: tuple[str, ...] = ()
    facts: tuple[Column, ...] = ()
    choose_view_class = RecordChooseView
    choose_results_view_class = RecordChooseResultsView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(search_fields=self.search_fields, facts=self.facts, **kwargs)


class PlaceChooserViewSet(RecordChooserViewSet):
    model = Place
    icon = "home"
    choose_one_text = _("Choose a town")
    choose_another_text = _("Choose another town")
    edit_item_text = _("Edit this town")
    search_fields = ("name_de", "name_cs", "aliases__name", "postal_code")
    facts = (
        Column("other_name", label=_("In the other language"), accessor=other_name),
        Column("region", label=_("Region")),
        Column("postal_code", label=_("Postal code")),
    )

    def get_object_list(self) -> QuerySet[Place]:
        return Place.objects.select_related("region").order_by(f"name_{active_language()}", "pk")


place_chooser = PlaceChooserViewSet("place_chooser")
