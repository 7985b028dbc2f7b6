"""Who may see, add and change the language versions of pages and snippets."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation

SNIPPET_RIGHTS = {"add", "change", "delete", "view"}


def may_see(user: Any, instance: Any) -> bool:
    """Whether the person may read the object in the admin: what is public, or what they may edit or publish."""
    if isinstance(instance, Page):
        if not page_permission_policy.explorable_instances(user).filter(pk=instance.pk).exists():
            return False
        permissions = instance.permissions_for_user(user)
        is_public = instance.live and not instance.get_view_restrictions().exists()
        return is_public or permissions.can_edit() or permissions.can_publish()
    policy = type(instance).snippet_viewset.permission_policy
    return policy.user_has_any_permission_for_instance(user, SNIPPET_RIGHTS, instance)


def may_add_translation(user: Any, instance: TranslatableMixin, locale: Locale) -> bool:
    """Whether the person may add the object in the tree (or language) of ``locale``."""
    if not isinstance(instance, Page):
        return type(instance).snippet_viewset.permission_policy.user_has_permission(user, "add")
    parent = _target_parent(instance, locale)
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return False
    # An alias, public like its source, becomes the translation.
    alias = Page.objects.filter(translation_key=instance.translation_key, locale=locale).first()
    return alias is None or may_change(user, alias, publish=alias.live)


def may_change(user: Any, instance: Any, *, publish: bool) -> bool:
    """Whether the person may change the object now, and publish it where that is asked for."""
    if isinstance(instance, Page):
        permissions = instance.permissions_for_user(user)
        return permissions.can_edit() and not permissions.page_locked() and (not publish or permissions.can_publish())
    policy = type(instance).snippet_viewset.permission_policy
    return policy.user_has_permission_for_instance(user, "change", instance)


def _target_parent(page: Page, locale: Locale) -> Page | None:
    """Return the nearest ancestor's version in ``locale``, below which missing parents would be created as well."""
    keys = page.get_ancestors().values("translation_key")
    return Page.objects.filter(translation_key__in=keys, locale=locale).order_by("-depth").first()


def visible_translations(user: Any, translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Return the translations whose source the person may look at in the admin."""
    pages = page_permission_policy.explorable_instances(user).values("translation_key")
    models = [
        model
        for model in get_snippet_models()
        if issubclass(model, TranslatableMixin)
        and model.snippet_viewset.permission_policy.user_has_any_permission(user, SNIPPET_RIGHTS)
    ]
    snippet_types = ContentType.objects.get_for_models(*models).values()
    return translations.filter(
        Q(source__object_id__in=pages) | Q(source__specific_content_type__in=list(snippet_types))
    )
