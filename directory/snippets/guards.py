"""What holds everybody to the own area in the admin, whatever address they know.

Wagtail asks a permission policy mostly per model: with a policy alone, one institution's moderators would change
another's entries. So each address with a number in it is guarded before its view begins, and each list is cut down.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail.permissions import ModelPermissionPolicy
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail_modeladmin.options import ModelAdmin

from directory.rights import Person, is_within, within

View = Callable[..., HttpResponse]


def held_to_area(patterns: Iterable[URLPattern], model: type[Model]) -> list[URLPattern]:
    """Return addresses that answer 404 for the number of a record outside the area of who asks."""
    return decorate_urlpatterns(list(patterns), partial(_guarded, model))


def _guarded(model: type[Model], view: View) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = kwargs.get("pk", kwargs.get("instance_pk"))  # as snippets and modeladmin call it
        if number is not None and not is_within(request.user, model, unquote(str(number))):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class AreaPolicy(ModelPermissionPolicy):
    """For what asks per object: links to entries from other places, buttons, previews, who else is editing."""

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and is_within(user, self.model, instance.pk)

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet:
        return within(user, super().instances_user_has_any_permission_for(user, actions))


class WithinArea(ModelAdmin):
    """Mixed into the admin of records that tell of companies: each moderator sees those of the own area."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return within(request.user, super().get_queryset(request))

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        return tuple(held_to_area(super().get_admin_urls_for_registration(), self.model))
