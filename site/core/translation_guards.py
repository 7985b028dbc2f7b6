"""Object rights for wagtail-localize's views.

wagtail-localize 1.14 asks at most for its own ``submit_translation`` right where a translation is started, synchronised
or snippets are listed: who has it could list titles of snippets, start translations of what they may not see, and put
them live in the other tree. Its other views ask for the right to edit the translation, but forget locks, and let who
may not publish turn a draft into a public alias. These views ask for the right to see the source and to add, change or
publish at the target, and stand before the originals at the same addresses.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from wagtail import hooks
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.whitelist import check_url
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import RelatedObjectSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.views import convert, edit_translation
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationView,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from .translation_rights import SNIPPET_RIGHTS, may_add_translation, may_change, may_see, visible_translations


class _NewTranslations(TranslationCreator):
    """Starts what is missing and leaves alone what is there.

    The original starts the objects that a page shows, and the pages below it, once more: a text that was taken out of
    the side-by-side translation and written freely would be lost, and what waits would go live.
    """

    def create_translations(self, instance: TranslatableMixin, include_related_objects: bool = True) -> None:
        if any(_is_missing(instance, locale) for locale in self.target_locales):
            super().create_translations(instance, include_related_objects)


def _is_missing(instance: TranslatableMixin, locale: Locale) -> bool:
    there = instance.get_translations(inclusive=True).filter(locale=locale)
    return not (there.filter(alias_of=None) if isinstance(instance, Page) else there).exists()


def _shown_by(instance: TranslatableMixin) -> Iterator[TranslatableMixin]:
    """Yield the snippets that are translated together with the object, because it shows them."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source:
        for row in source.relatedobjectsegment_set.select_related("object"):
            yield row.object.get_instance(instance.locale)
        return
    for segment in extract_segments(instance):
        if isinstance(segment, RelatedObjectSegmentValue):
            yield segment.get_instance(instance.locale)


class _SubmitGuard(SubmitTranslationView):
    """Mixed into the two views that start a translation."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        locales = list(Locale.objects.all())
        if request.method == "POST":
            locales = self._posted(request, locales)
        instance = self.get_object()
        if not may_see(request.user, instance) or not all(
            may_see(request.user, started) and may_add_translation(request.user, started, locale)
            for started in self._started(instance)
            for locale in locales
            if _is_missing(started, locale)
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _posted(request: HttpRequest, locales: list[Locale]) -> list[Locale]:
        """Return the locales posted. What is none becomes one that cannot be: no database can look up every number."""
        known = {str(locale.pk): locale for locale in locales}
        parameters = request.POST.copy()
        parameters.setlist("locales", [text if text in known else "0" for text in parameters.getlist("locales")])
        request.POST = parameters  # type: ignore[assignment]
        return [known[text] for text in parameters.getlist("locales") if text in known]

    def _started(self, instance: TranslatableMixin) -> Iterator[TranslatableMixin]:
        """Yield everything that a translation is started of."""
        yield instance
        if self.request.method != "POST":
            return
        yield from _shown_by(instance)
        if isinstance(instance, Page) and self.request.POST.get("include_subtree"):
            for page in instance.get_descendants().specific():
                yield page
                yield from _shown_by(page)

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        locales = list(form.cleaned_data["locales"])
        creator = _NewTranslations(self.request.user, locales)
        creator.create_translations(self.object)
        if isinstance(self.object, Page) and form.cleaned_data["include_subtree"]:
            for page in self.object.get_descendants().order_by("path").specific():
                creator.create_translations(page)
        self.components.save(creator, sources_and_translations=creator.mappings)
        names = ", ".join(str(locale.get_display_name()) for locale in locales)
        messages.success(self.request, self.get_success_message(names))
        return redirect(self.get_success_url() or self.get_default_success_url(self.object.get_translation(locales[0])))


class GuardedSubmitPageTranslationView(_SubmitGuard, SubmitPageTranslationView):
    pass


class GuardedSubmitSnippetTranslationView(_SubmitGuard, SubmitSnippetTranslationView):
    pass


class GuardedUpdateTranslationsView(UpdateTranslationsView):
    """Synchronising changes the translations: who does it may change each of them, and publish where that is ticked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = self.get_object()
        publish = request.method == "POST" and bool(request.POST.get("publish_translations"))
        targets = [_target(translation) for translation in source.translations.filter(enabled=True)]
        if not may_see(request.user, source.get_source_instance()) or not all(
            may_change(request.user, target, publish=publish) for target in targets
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class _MaySeeSnippets(BasePermission):
    def has_permission(self, request: HttpRequest, view: SnippetViewSet) -> bool:
        policy = view.get_model().snippet_viewset.permission_policy
        return policy.user_has_any_permission(request.user, SNIPPET_RIGHTS)


class GuardedSnippetViewSet(SnippetViewSet):
    permission_classes = [_MaySeeSnippets]

    def get_queryset(self) -> QuerySet:
        policy = self.get_model().snippet_viewset.permission_policy
        return policy.instances_user_has_any_permission_for(self.request.user, SNIPPET_RIGHTS)


class GuardedTranslationsReportView(TranslationsReportView):
    """The report shows only what the person may see anyway."""

    def get_queryset(self) -> QuerySet[Translation]:
        return visible_translations(self.request.user, super().get_queryset()).order_by("source__object_repr", "pk")


def _target(translation: Translation) -> TranslatableMixin:
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _asks_to_change(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only who may change the translation now pass: locked is locked."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        if not may_change(request.user, _target(get_object_or_404(Translation, pk=translation_id)), publish=False):
            raise PermissionDenied
        return view(request, translation_id, **kwargs)

    return guarded


def _answers_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer the editor's own requests with a status instead of leading them to another page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        value = _posted(request).get("value") if request.method == "PUT" else ""
        if value is None or check_url(value) is None:
            return JsonResponse({"detail": "value"}, status=400)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return JsonResponse({"detail": "permission"}, status=403)

    return guarded


def _posted(request: HttpRequest) -> QueryDict:
    """Return the form data of a PUT, which Django itself does not read; the original can read it again."""
    request.body  # noqa: B018 - keeps what is read from the connection
    return Request(request, parsers=[MultiPartParser(), FormParser()]).POST


@_asks_to_change
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Import a PO file; one that is missing or names no translation is a bad request."""
    try:
        return edit_translation.upload_pofile(request, translation_id)
    except KeyError as error:
        raise BadRequest(str(error)) from error


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Replace a translation by its source, public where that is: who does it may see that and publish this."""
    page = get_object_or_404(Page, pk=page_id)
    source = get_object_or_404(
        TranslationSource, object_id=page.translation_key, translations__target_locale=page.locale
    )
    if not may_see(request.user, source.get_source_instance()) or not may_change(request.user, page, publish=True):
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


@hooks.register("before_edit_page", order=-200)
def keep_locked_translation(request: HttpRequest, page: Page) -> None:
    """wagtail-localize's editor takes the place of Wagtail's before that asks for locks."""
    if request.method == "POST" and page.permissions_for_user(request.user).page_locked():
        raise PermissionDenied


urlpatterns = [
    path("submit/page/<int:page_id>/", GuardedSubmitPageTranslationView.as_view()),
    path(
        "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        GuardedSubmitSnippetTranslationView.as_view(),
    ),
    path("update/<int:translation_source_id>/", GuardedUpdateTranslationsView.as_view()),
    path(
        "api/snippets/<slug:app_label>/<slug:model_name>/",
        GuardedSnippetViewSet.as_view({"get": "list"}),
    ),
    path(
        "api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
        GuardedSnippetViewSet.as_view({"get": "retrieve"}),
    ),
    path(
        "translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
        _answers_programs(_asks_to_change(edit_translation.edit_string_translation)),
    ),
    path(
        "translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
        _answers_programs(_asks_to_change(edit_translation.edit_override)),
    ),
    path("translate/<int:translation_id>/pofile/upload/", upload_pofile),
    path("translate/<int:translation_id>/machine_translate/", _asks_to_change(edit_translation.machine_translate)),
    path("translate/<int:translation_id>/disable/", _asks_to_change(edit_translation.stop_translation)),
    path("page/<int:page_id>/convert_to_alias/", convert_to_alias),
    path("reports/translations/", GuardedTranslationsReportView.as_view()),
    path("reports/translations/results/", GuardedTranslationsReportView.as_view(results_only=True)),
]

admin_urls = [path("localize/", include(urlpatterns))]
