"""What the review of changes adds to the admin; imported by ``directory.wagtail_hooks``, which Wagtail reads."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from directory.models import EntryChange
from directory.services.applying import CHANGE_LOG_ACTION

from . import urls
from .labels import label_of
from .panels import WaitingPanel


@hooks.register("register_log_actions")
def changes_in_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(CHANGE_LOG_ACTION)
    class ChangeFormatter(LogFormatter):
        label = gettext_lazy("Change submitted by the company")

        def format_message(self, log_entry: Any) -> str:
            model = log_entry.content_type.model_class()
            labels = ", ".join(label_of(model, name) for name in log_entry.data["fields"])
            decision = EntryChange.State(log_entry.data["decision"]).label
            text = gettext("Change of the company, %(decision)s: %(fields)s")
            return text % {"decision": decision, "fields": labels or "–"}


@hooks.register("register_admin_urls")
def addresses_of_reviews() -> list[URLResolver]:
    return [path("changes/", include(urls))]


@hooks.register("construct_homepage_panels")
def waiting_changes_on_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, WaitingPanel())
