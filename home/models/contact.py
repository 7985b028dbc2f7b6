"""The page with the contact form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage
from core.throttle import is_allowed
from home.forms import ContactForm
from home.services import send_contact_message

MESSAGES_PER_HOUR = 10


class ContactPage(RoutablePageMixin, BasePage):
    """Who to turn to, and a form that reaches the institution responsible."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @path("")
    @method_decorator(cache_control(private=True, no_store=True))
    def show_form(self, request: HttpRequest) -> HttpResponse:
        data = request.POST if request.method == "POST" else None
        form = ContactForm(data, initial={"subject": request.GET.get("subject", "")[:120]})
        if not form.is_bound:
            return self._show(request, form)
        if not form.is_valid():
            return self._show(request, form, status=422)
        if not is_allowed(request, "contact", limit=MESSAGES_PER_HOUR, seconds=3600):
            form.add_error(None, _("You have sent many messages within an hour. Please send this one later."))
            return self._show(request, form, status=429)
        language = self.locale.language_code
        send_contact_message(form, site=self.get_site(), language=language)
        return redirect(self.url + self.reverse_subpage(f"thanks_{language}"))

    @path("danke/", name="thanks_de")
    @path("dekujeme/", name="thanks_cs")
    def thanks(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, template="home/contact_thanks.html")

    def _show(self, request: HttpRequest, form: ContactForm, *, status: int = 200) -> HttpResponse:
        response = self.render(request, context_overrides={"form": form})
        response.status_code = status
        return response
