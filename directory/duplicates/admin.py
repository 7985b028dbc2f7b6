"""Lists about duplicates in the admin: likely pairs, pairs that are not the same, merges."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from core.admin import RecordAdmin
from directory.models import CompanyMerge, Country, DifferentCompanies, Reason, SuspectedPair
from directory.rights import companies_within

from .comparing import LIKELY, VERY_LIKELY, reasons_in_words, strength_in_words
from .showing import Shown
from .undoing import UNDO_WITHIN


class DecidedElsewhere(PermissionHelper):
    """Who may change companies reads these lists; what is done to a pair is done on pages of its own."""

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm("directory.change_company")

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return False


class ListAdmin(RecordAdmin):
    """A list and nothing else: none of the pages that modeladmin has for each record."""

    permission_helper_class = DecidedElsewhere

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        index = self.url_helper.get_action_url_name("index")
        return tuple(pattern for pattern in super().get_admin_urls_for_registration() if pattern.name == index)


class Area(SimpleListFilter):
    """Both entries in the person's own area, or one in another institution's."""

    title = _("area")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("both", _("both entries in my area")), ("one", _("one of another institution"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        both = Q(first_within=True, second_within=True)
        return {"both": queryset.filter(both), "one": queryset.exclude(both)}.get(self.value() or "", queryset)


class Strength(SimpleListFilter):
    title = _("strength")
    parameter_name = "strength"
    FROM = {"very": (VERY_LIKELY, 101), "likely": (LIKELY, VERY_LIKELY), "possible": (0, LIKELY)}

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(name, strength_in_words(score)) for name, (score, _end) in self.FROM.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        start, end = self.FROM.get(self.value() or "", (0, 101))
        return queryset.filter(score__gte=start, score__lt=end)


class Why(SimpleListFilter):
    title = _("why it is suspected")
    parameter_name = "why"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return list(Reason.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in Reason.values:
            return queryset
        return queryset.annotate(why=Cast("reasons", TextField())).filter(why__contains=f'"{self.value()}"')


class SideOfPair(SimpleListFilter):
    title = _("side")
    parameter_name = "side"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return list(Country.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(first__country=self.value()) if self.value() in Country.values else queryset


class PairAdmin(ListAdmin):
    """Pairs of which one entry at least is in the person's area; the other one is named as they may know it."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        within = companies_within(request.user)
        pairs = super().get_queryset(request).select_related("first", "second")
        for name in ("first", "second"):
            pairs = pairs.annotate(**{f"{name}_within": Exists(within.filter(pk=OuterRef(name)))})
        return pairs.filter(Q(first_within=True) | Q(second_within=True)).annotate(
            # What a search may find: names that the person may know.
            **{f"{name}_name": _name_known(name) for name in ("first", "second")}
        )

    def entries(self, pair: Any) -> str:
        names = [Shown.to(getattr(pair, name), is_within=getattr(pair, f"{name}_within")).name for name in PAIR]
        address = reverse("compare_companies", args=[pair.first_id, pair.second_id])
        return format_html('<a href="{}">{}<br>{}</a>', address, *names)

    def institutions(self, pair: Any) -> str:
        """Whom to ask about an entry that is not in the person's area."""
        shown = (Shown.to(getattr(pair, name), is_within=getattr(pair, f"{name}_within")) for name in PAIR)
        return ", ".join(str(each.institution.short_name) for each in shown if each.institution)

    entries.short_description = _("Entries")  # type: ignore[attr-defined]
    institutions.short_description = _("To be asked")  # type: ignore[attr-defined]


PAIR = ("first", "second")


def _name_known(name: str) -> Case:
    is_known = Q(**{f"{name}_within": True}) | Q(**{f"{name}__state": "published"})
    return Case(When(is_known, then=f"{name}__legal_name"), default=Value(""), output_field=CharField())


class SuspectedPairAdmin(PairAdmin):
    model = SuspectedPair
    menu_label = _("Likely duplicates")
    menu_icon = "copy"
    list_display = ["entries", "why", "strength", "institutions"]
    list_filter = [Area, Strength, Why, SideOfPair]
    search_fields = ["first_name", "second_name"]
    ordering = ["-score", "pk"]

    def why(self, pair: SuspectedPair) -> str:
        return format_html_join("", "{}<br>", ((words,) for words in reasons_in_words(pair.reasons)))

    def strength(self, pair: SuspectedPair) -> Any:
        return strength_in_words(pair.score)

    why.short_description = _("Why")  # type: ignore[attr-defined]
    strength.short_description = _("Strength")  # type: ignore[attr-defined]
    strength.admin_order_field = "score"  # type: ignore[attr-defined]


class DifferentCompaniesAdmin(PairAdmin):
    model = DifferentCompanies
    menu_label = _("Not the same")
    menu_icon = "cross"
    list_display = ["entries", "decided_at", "decider", "institutions"]
    list_filter = [Area, SideOfPair]
    search_fields = ["first_name", "second_name"]

    def decider(self, decision: DifferentCompanies) -> str:
        return get_user_display_name(decision.decided_by) if decision.decided_by else ""

    decider.short_description = _("Decided by")  # type: ignore[attr-defined]


class CompanyMergeAdmin(ListAdmin):
    """Merges into entries of the person's area."""

    model = CompanyMerge
    menu_label = _("Merges")
    menu_icon = "collapse-down"
    list_display = ["entries", "merged_at", "merger", "undone"]
    search_fields = ["kept__legal_name", "merged__legal_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        merges = super().get_queryset(request).select_related("kept", "merged", "merged_by")
        return merges.defer("before", "after", "moved").filter(kept__in=companies_within(request.user))

    def entries(self, merge: CompanyMerge) -> str:
        return format_html('<a href="{}">{}</a>', reverse("undo_merge", args=[merge.pk]), merge)

    def merger(self, merge: CompanyMerge) -> str:
        return get_user_display_name(merge.merged_by) if merge.merged_by else ""

    def undone(self, merge: CompanyMerge) -> Any:
        last = localdate(merge.merged_at + UNDO_WITHIN)
        return merge.undone_at or _("can be undone until %(day)s") % {"day": date_format(last, "SHORT_DATE_FORMAT")}

    entries.short_description = _("Entries")  # type: ignore[attr-defined]
    merger.short_description = _("Merged by")  # type: ignore[attr-defined]
    undone.short_description = _("Undone")  # type: ignore[attr-defined]
    entries.admin_order_field = "merged__legal_name"  # type: ignore[attr-defined]


DUPLICATE_RECORDS = (SuspectedPairAdmin, DifferentCompaniesAdmin, CompanyMergeAdmin)
