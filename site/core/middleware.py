"""What every request passes through, besides Django's and Wagtail's own."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, override


class PrefixLocaleMiddleware(LocaleMiddleware):
    """The address alone decides the language; no cookie does, and an address without a language is not guessed at.

    Django's own middleware answers an unknown address with a redirect to ``/de/…``, which is as unknown; ours lets the
    404 stand, in the language that the browser asks for.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not get_language_from_path(request.path_info):
            patch_vary_headers(response, ["Accept-Language"])
        if "Content-Language" not in response:
            response["Content-Language"] = request.LANGUAGE_CODE
        return response


class AdminLanguageMiddleware:
    """In the admin the account decides the language, also where Wagtail says that something is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(reverse("wagtailadmin_home")) or request.user.is_anonymous:
            return self.get_response(request)
        request.LANGUAGE_CODE = request.user.language
        with override(request.LANGUAGE_CODE):
            return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, the looser one on the admin's own pages only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A preview is drawn by a request within the editor's: only the outer one knows that the admin frames it.
        return response if getattr(request, "is_dummy", False) else super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = {**(parts.replace or {}), **settings.ADMIN_CONTENT_SECURITY_POLICY}
        return parts
