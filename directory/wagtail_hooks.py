"""The directory in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .admin import DirectoryGroup
from .models import State
from .services import LOG_ACTION
from .snippets.choosers import choosers
from .snippets.viewsets import company_viewset, offer_viewset

register_snippet(company_viewset)
register_snippet(offer_viewset)
modeladmin_register(DirectoryGroup)


@hooks.register("register_admin_viewset")
def choose_records() -> tuple[Any, ...]:
    return choosers


@hooks.register("register_log_actions")
def states_in_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(LOG_ACTION)
    class StateFormatter(LogFormatter):
        label = gettext_lazy("Change the state")

        def format_message(self, log_entry: Any) -> str:
            change = {name: State(log_entry.data[name]).label for name in ("from", "to")}
            text = gettext("State: %(from)s → %(to)s. Reason: %(reason)s")
            return text % {**change, "reason": log_entry.data["reason"]}


@hooks.register("before_delete_snippet")
def who_may_delete_none_sees_no_names(request: HttpRequest, instances: list[Any]) -> None:
    # Wagtail's page for deleting several lists by name what somebody may not delete, whoever asks.
    if not instances:
        raise PermissionDenied
