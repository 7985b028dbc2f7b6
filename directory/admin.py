"""Plain records of the directory in the admin, with wagtail-modeladmin."""

from collections import Counter
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from core.admin import ReadOnly, RecordAdmin, SafeIndexView, column
from core.i18n import active_language
from core.models import Institution
from core.panels import in_both_languages

from .changes.menu import menu_items as changes_in_menu
from .duplicates.admin import DUPLICATE_RECORDS
from .exchange.hooks import menu_items as exchange_menu
from .memberships import MembershipAdmin
from .models import Certificate, Concept, Language, Location, Objection, Sector, Term
from .problem_admin import ProblemReportAdmin
from .registers.admin import RegisterCheckAdmin
from .responsibility import answering
from .snippets.choosers import concept_chooser, cpv_chooser, sector_chooser
from .snippets.guards import WithinArea
from .snippets.viewsets import company_viewset, link_to, offer_viewset
from .snippets.widgets import ManyChooser


class SectorAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Sector
    menu_label = _("Sectors")
    menu_icon = "list-ul"
    list_display = ["code", "german", "czech", "level", "scheme"]
    list_filter = ["level", "scheme"]
    search_fields = ["code", "name_de", "name_cs"]
    list_export = ["scheme", "code", "level", "parent", "german", "czech"]
    list_select_related = ["parent"]
    inspect_view_enabled = True
    inspect_view_fields = ["scheme", "code", "level", "parent", "name_de", "name_cs"]
    panels = [
        FieldRowPanel([FieldPanel("scheme"), FieldPanel("code"), FieldPanel("level")]),
        FieldPanel("parent", widget=sector_chooser.widget_class),
        in_both_languages("name"),
    ]


class SynonymsFilter(SimpleListFilter):
    """Concepts that are found by their preferred term alone."""

    title = _("synonyms")
    parameter_name = "synonyms"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("none", _("none at all")), ("de", _("none in German")), ("cs", _("none in Czech"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(terms__isnull=True)
        if self.value() in Term.Language.values:
            return queryset.exclude(pk__in=Term.objects.filter(language=self.value()).values("concept"))
        return queryset


class ConceptAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Concept
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    list_display = ["german", "czech", "kind", "source", "number_of_terms"]
    list_filter = ["kind", "source", SynonymsFilter]
    search_fields = ["name_de", "name_cs", "key", "terms__text"]
    list_export = ["key", "kind", "source", "german", "czech", "synonyms_de", "synonyms_cs", "broader"]
    inspect_view_enabled = True
    inspect_view_fields = ["name_de", "name_cs", "terms", "kind", "source", "key", "broader", "sectors", "cpv_codes"]
    panels = [
        in_both_languages("name"),
        InlinePanel(
            "terms",
            [FieldRowPanel([FieldPanel("language"), FieldPanel("text")])],
            heading=_("Synonyms, spellings, everyday words"),
            label=_("Term"),
        ),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("key")]),
        FieldPanel("broader", widget=concept_chooser.widget_class),
        FieldPanel("sectors", widget=ManyChooser(sector_chooser)),
        FieldPanel("cpv_codes", widget=ManyChooser(cpv_chooser)),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Concept]:
        return super().get_queryset(request).select_related("broader").prefetch_related("terms")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-source", f"name_{active_language()}", "pk"]

    def synonyms_de(self, concept: Concept) -> str:
        return concept.synonyms(Term.Language.GERMAN)

    def synonyms_cs(self, concept: Concept) -> str:
        return concept.synonyms(Term.Language.CZECH)

    def number_of_terms(self, concept: Concept) -> str:
        counts = Counter(term.language for term in concept.terms.all())
        return ", ".join(f"{code.upper()}\xa0{counts[code]}" for code in Term.Language.values)

    number_of_terms.short_description = _("Synonyms")  # type: ignore[attr-defined]
    synonyms_de.short_description = _("Synonyms in German")  # type: ignore[attr-defined]
    synonyms_cs.short_description = _("Synonyms in Czech")  # type: ignore[attr-defined]


class CertificateAdmin(RecordAdmin):
    short_name = column("key", _("short name"))
    german = column("description_de", _("German"))
    czech = column("description_cs", _("Czech"))
    model = Certificate
    menu_label = _("Certificates")
    menu_icon = "certificate"
    list_display = ["__str__", "german", "czech", "sort_order", "companies"]
    search_fields = ["concept__name_de", "concept__name_cs", "concept__terms__text"]
    list_export = ["short_name", "__str__", "german", "czech", "companies"]
    inspect_view_enabled = True
    inspect_view_fields = ["concept", "description_de", "description_cs", "sort_order"]
    panels = [
        FieldRowPanel([FieldPanel("concept", widget=concept_chooser.widget_class), FieldPanel("sort_order")]),
        in_both_languages("description"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        certificates = super().get_queryset(request).select_related("concept")
        return certificates.annotate(holders=Count("company_certificates__company", distinct=True))

    def companies(self, certificate: Certificate) -> int:
        return certificate.holders  # type: ignore[attr-defined]

    companies.short_description = _("Companies")  # type: ignore[attr-defined]


class LanguageAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Language
    menu_label = _("Languages")
    menu_icon = "globe"
    list_display = ["german", "czech", "code", "sort_order"]
    search_fields = ["name_de", "name_cs", "code"]
    list_export = ["code", "german", "czech"]
    panels = [
        in_both_languages("name"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
    ]


class ObjectionAdmin(RecordAdmin):
    model = Objection
    menu_label = _("Objections")
    menu_icon = "no-view"
    list_display = ["legal_name", "country", "register_number", "register_court", "objected_at"]
    list_filter = ["country"]
    search_fields = ["legal_name", "register_number"]
    list_export = ["legal_name", "country", "register_number", "register_court", "objected_at"]
    inspect_view_enabled = True
    panels = [
        FieldPanel("legal_name"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("register_number"), FieldPanel("register_court")]),
    ]


class OutsideTownsView(SafeIndexView):
    page_title = _("Towns outside the list")


class OutsideTownAdmin(WithinArea, RecordAdmin):
    """Addresses in towns that the list lacks: somebody looks whether the list should have them."""

    name = column("company", _("Company"))
    model = Location
    menu_label = _("Towns outside the list")
    menu_icon = "home"
    base_url_path = "directory/outside-towns"
    index_view_class = OutsideTownsView
    list_display = ["other_town", "postal_code", "country", "region", "company_link", "answers"]
    list_filter = ["country"]
    search_fields = ["other_town", "postal_code", "company__legal_name"]
    list_export = ["other_town", "postal_code", "country", "region", "name", "answers"]
    ordering = ["other_town", "pk"]
    permission_helper_class = ReadOnly

    def get_queryset(self, request: HttpRequest) -> QuerySet[Location]:
        locations = super().get_queryset(request).filter(place__isnull=True).select_related("company", "region")
        institutions = Institution.objects.filter(pk=OuterRef("institution_id")).values("short_name")
        return locations.annotate(institution_id=answering("company__")).annotate(institution=Subquery(institutions))

    def company_link(self, location: Location) -> str:
        return link_to(location.company)

    def answers(self, location: Location) -> str:
        return location.institution  # type: ignore[attr-defined]

    company_link.short_description = _("Company")  # type: ignore[attr-defined]
    answers.short_description = _("Responsible institution")  # type: ignore[attr-defined]


class DirectoryGroup(ModelAdminGroup):
    """Everything of the directory in one menu: first the entries, which are snippets, then what they refer to."""

    menu_label = _("Directory")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = [
        *(ProblemReportAdmin, ConceptAdmin, SectorAdmin, CertificateAdmin, LanguageAdmin),
        *(OutsideTownAdmin, ObjectionAdmin, MembershipAdmin, RegisterCheckAdmin, *DUPLICATE_RECORDS),
    ]

    def get_submenu_items(self) -> list[Any]:
        entries = [company_viewset.get_menu_item(order=-2), offer_viewset.get_menu_item(order=-1), *changes_in_menu()]
        return [*entries, *super().get_submenu_items(), *exchange_menu()]
