"""Choosers of the directory in the admin: concepts, materials, sectors, and the entries themselves."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views import chooser as snippet_chooser

from core.choosers import RecordChooserViewSet, SearchesRecords, SnippetsChosenOnly, other_name
from core.i18n import active_language
from directory.models import Company, Concept, Offer, Sector
from directory.rights import companies_within

from .lists import TOWN, day

OTHER_NAME = Column("other_name", label=_("In the other language"), accessor=other_name)


class ConceptChooserViewSet(RecordChooserViewSet):
    """What is meant, found by any of its words in both languages; curated concepts come before those of the CPV."""

    model = Concept
    icon = "tag"
    choose_one_text = _("Choose a concept")
    choose_another_text = _("Choose another concept")
    edit_item_text = _("Edit this concept")
    register_widget = False
    search_fields = ("name_de", "name_cs", "terms__text", "key")
    facts: tuple[Column, ...] = (
        OTHER_NAME,
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("source", label=_("Source"), accessor="get_source_display"),
    )

    def get_object_list(self) -> QuerySet[Concept]:
        return Concept.objects.order_by(F("source").desc(), f"name_{active_language()}", "pk")


class MaterialChooserViewSet(ConceptChooserViewSet):
    choose_one_text = _("Choose a material")
    choose_another_text = _("Choose another material")
    facts: tuple[Column, ...] = (OTHER_NAME,)

    def get_object_list(self) -> QuerySet[Concept]:
        return super().get_object_list().materials()  # type: ignore[attr-defined]


class CpvChooserViewSet(ConceptChooserViewSet):
    choose_one_text = _("Choose a CPV code")
    facts: tuple[Column, ...] = (OTHER_NAME, Column("key", label=_("Code")))

    def get_object_list(self) -> QuerySet[Concept]:
        return Concept.objects.filter(source=Concept.Source.CPV).order_by("key")


class SectorChooserViewSet(RecordChooserViewSet):
    """Sectors by code, so that each stands below what it is part of."""

    model = Sector
    icon = "list-ul"
    choose_one_text = _("Choose a sector")
    choose_another_text = _("Choose another sector")
    edit_item_text = _("Edit this sector")
    register_widget = False
    search_fields = ("code", "name_de", "name_cs")
    facts = (OTHER_NAME, Column("level", label=_("Level"), accessor="get_level_display"))

    def get_object_list(self) -> QuerySet[Sector]:
        return Sector.objects.order_by("scheme", "code")


class CompaniesWithin:
    """Mixed into a chooser's views: the companies of the own area, drafts too."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Company]:
        return companies_within(self.request.user).unmerged().with_seat().in_order("name", active_language())

    def get_object(self, pk: str) -> Company:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Company]:
        return self.get_object_list().filter(pk__in=pks)


class WithinChoices(BaseChooser):
    """Names nothing but what its field lets somebody choose, whatever number was sent."""

    choices: Any = None

    def get_instance(self, value: Any) -> Company | None:
        number = getattr(value, "pk", value)
        if number is None:
            return None
        try:
            return self.choices.queryset.filter(pk=number).first()
        except ValueError:
            return None


class CompanyOfOfferChooserViewSet(RecordChooserViewSet):
    """The companies of the own area for who may write offers."""

    model = Company
    icon = "group"
    choose_one_text = _("Choose a company")
    choose_another_text = _("Choose another company")
    edit_item_text = _("Edit this company")
    register_widget = False
    base_widget_class = WithinChoices
    search_fields = ("legal_name", "register_number", "vat_number")
    facts = (
        TOWN,
        Column("state", label=_("State"), accessor="get_state_display"),
    )

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        asks = {"any_permission_required": ["add", "change"]}
        guarded = type(view_class.__name__, (CompaniesWithin, PermissionCheckedMixin, view_class), asks)
        return super().construct_view(guarded, permission_policy=ModelPermissionPolicy(Offer), **kwargs)


class EntryChooseView(SearchesRecords, snippet_chooser.ChooseView):
    pass


class EntryChooseResultsView(SearchesRecords, snippet_chooser.ChooseResultsView):
    pass


class EntryChosenView(snippet_chooser.SnippetChosenView):
    def get_object(self, pk: str) -> Any:
        return self.model_class.objects.published().get(pk=pk)


class EntryChosenMultipleView(snippet_chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet:
        return self.model_class.objects.published().filter(pk__in=pks)


class EntryChooserViewSet(SnippetsChosenOnly):
    """What pages may show: public entries alone, for every editor."""

    search_fields: tuple[str, ...] = ()
    facts: tuple[Column, ...] = ()
    choose_view_class = EntryChooseView
    choose_results_view_class = EntryChooseResultsView
    chosen_view_class = EntryChosenView
    chosen_multiple_view_class = EntryChosenMultipleView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(search_fields=self.search_fields, facts=self.facts, **kwargs)


class CompanyChooserViewSet(EntryChooserViewSet):
    search_fields = ("legal_name", "locations__place__name_de", "locations__place__name_cs", "locations__other_town")
    facts = (TOWN, Column("kind", label=_("Kind"), accessor="get_kind_display"))

    def get_object_list(self) -> QuerySet[Company]:
        return Company.objects.published().with_seat().in_order("name", active_language())


class OfferChooserViewSet(EntryChooserViewSet):
    search_fields = ("title_de", "title_cs", "company__legal_name")
    facts = (
        Column("direction", label=_("Direction"), accessor="get_direction_display"),
        Column("company", label=_("Company")),
        Column("valid_until", label=_("Valid until"), accessor=lambda offer: day(offer.valid_until)),
    )

    def get_object_list(self) -> QuerySet[Offer]:
        return Offer.objects.published().newest_first().select_related("company")


concept_chooser = ConceptChooserViewSet("concept_chooser")
material_chooser = MaterialChooserViewSet("material_chooser")
cpv_chooser = CpvChooserViewSet("cpv_chooser")
sector_chooser = SectorChooserViewSet("sector_chooser")
company_of_offer_chooser = CompanyOfOfferChooserViewSet("company_of_offer_chooser")
choosers = (concept_chooser, material_chooser, cpv_chooser, sector_chooser, company_of_offer_chooser)
