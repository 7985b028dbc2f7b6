"""The directory in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .admin import DirectoryGroup
from .changes import hooks as hooks_of_changes  # noqa: F401 - registers them
from .duplicates import hooks as _duplicates_in_the_admin  # noqa: F401
from .exchange import hooks as exchange_hooks  # noqa: F401 - registers addresses
from .exchange import log_actions  # noqa: F401 - registers how imports appear in the history
from .models import CompanyCertificate, Entry, State
from .registers import hooks as register_hooks  # noqa: F401
from .rights import within
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
def delete_within_the_own_area(request: HttpRequest, instances: list[Any]) -> None:
    # Wagtail's page for deleting several lists by name what somebody may not delete, whoever asks.
    if not instances:
        raise PermissionDenied
    model = type(instances[0])
    numbers = [instance.pk for instance in instances]
    if issubclass(model, Entry) and within(request.user, model.objects.filter(pk__in=numbers)).count() < len(numbers):
        raise Http404


@hooks.register("before_serve_document", order=100)
def proofs_within_the_own_area(document: Any, request: HttpRequest) -> None:
    proved = CompanyCertificate.objects.filter(proof=document)
    if proved.exists() and not within(request.user, proved).exists():
        raise Http404
