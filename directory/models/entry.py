"""What companies and offers have in common: a state with its reason, revisions, locks, a preview per language."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import LockableMixin, PreviewableMixin, RevisionMixin

from .messages import BesideField


class State(models.TextChoices):
    """Alone decides whether an entry is public; read through ``published()``."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")
    SUSPENDED = "suspended", _("suspended")


class Entry(PreviewableMixin, LockableMixin, RevisionMixin, BesideField, ClusterableModel):
    """One row of the directory with both languages in it; changed through ``directory.services``."""

    state = models.CharField(
        pgettext_lazy("in the directory", "state"), max_length=9, choices=State, default=State.DRAFT
    )
    state_reason = models.CharField(
        _("reason for the state"),
        max_length=400,
        blank=True,
        help_text=_("Why it was published, hidden or suspended. The company reads it."),
    )
    state_changed_at = models.DateTimeField(_("state since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    #: What an earlier version does not bring back: whether and since when the entry is public.
    OUTSIDE_VERSIONS: tuple[str, ...] = ("state", "state_reason", "state_changed_at", "created_at")

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state__in=[State.HIDDEN, State.SUSPENDED]) | ~Q(state_reason=""),
                name="directory_%(class)s_withheld_with_reason",
                violation_error_code="state_reason",
                violation_error_message=_("Say why it is hidden or suspended: the company has a right to know."),
            ),
        ]

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview per language, since the row holds both."""
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    @property
    def default_preview_mode(self) -> str:
        return settings.LANGUAGE_CODE

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        with override(mode_name):
            response = super().serve_preview(request, mode_name)
            return response.render()  # templates are rendered late, when the language would be the editor's again

    def with_content_json(self, content: dict[str, Any]) -> Self:
        earlier = super().with_content_json(content)
        for name in self.OUTSIDE_VERSIONS:
            setattr(earlier, name, getattr(self, name))
        for relation in get_all_child_relations(type(self)):
            _renew_deleted(list(getattr(earlier, relation.get_accessor_name()).all()))
        return earlier

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it, as ``published()`` picks out."""
        raise NotImplementedError

    @property
    def languages_filled(self) -> list[str]:
        """The codes of the languages that the entry is complete in."""
        raise NotImplementedError


def _renew_deleted(rows: list[models.Model]) -> None:
    """Make rows of an earlier version that are there no more new ones: forms refuse a number that leads nowhere."""
    if not rows:
        return
    there = set(type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        row.pk = row.pk if row.pk in there else None


def revisions_of(model: str) -> GenericRelation:
    """Return the relation by which a model finds its revisions, also in queries over revisions."""
    return GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name=model,
        for_concrete_model=False,
    )
