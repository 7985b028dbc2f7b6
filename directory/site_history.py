"""Wagtail's report of everything that happened, without what it would tell of other institutions' entries."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .rights import SCOPES, Person, is_operator, within


class SiteHistoryView(LogEntriesView):
    """For everybody in the admin; what it lists of the directory is of the own area."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        if queryset.model is not ModelLogEntry or is_operator(self.request.user):
            return queryset
        return queryset.filter(_told_of(self.request.user))


def _told_of(user: Person) -> Q:
    kinds = ContentType.objects.get_for_models(*SCOPES)
    told = ~Q(content_type__in=kinds.values())
    for model, kind in kinds.items():
        told |= Q(content_type=kind, object_id__in=_numbers(user, model))
    return told


def _numbers(user: Person, model: type[Model]) -> QuerySet:
    """Return the numbers of the records that somebody may see, written as the log writes them."""
    return within(user, model._default_manager.order_by()).annotate(text=Cast("pk", CharField())).values("text")


#: In place of Wagtail's own view, before its addresses.
urlpatterns = decorate_urlpatterns(
    [
        path("reports/site-history/", SiteHistoryView.as_view()),
        path("reports/site-history/results/", SiteHistoryView.as_view(results_only=True)),
    ],
    lambda view: never_cache(require_admin_access(view)),
)
