"""The register checks in the admin: an address of their own, and how the history tells of them."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from directory.models import RegisterCheck

from .display import OVERLOADED, WORDS
from .verifications import CONFIRMED, LOG_ACTION, NUMBER_CHANGED, TOO_OLD
from .views import CheckAgainView

REASONS = {
    **WORDS,
    NUMBER_CHANGED: gettext_lazy("The number has changed."),
    TOO_OLD: gettext_lazy("The last valid answer is too long ago."),
}


@hooks.register("register_admin_urls")
def check_again_address() -> list[URLPattern]:
    return [path("directory/register-checks/<int:pk>/again/", CheckAgainView.as_view(), name="register_check_again")]


@hooks.register("register_log_actions")
def checks_in_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(LOG_ACTION)
    class CheckFormatter(LogFormatter):
        label = gettext_lazy("Register check")

        def format_message(self, log_entry: Any) -> str:
            facts = log_entry.data
            number = f"{RegisterCheck.Register(facts['register']).label} {facts['number']}"
            if facts["what"] == CONFIRMED:
                return gettext("%(number)s is valid: verification added.") % {"number": number}
            reason = REASONS.get(facts["reason"]) or (
                OVERLOADED if "MAX_CONCURRENT" in facts["reason"] else facts["reason"]
            )
            return gettext("%(number)s: verification removed. %(reason)s") % {"number": number, "reason": reason}
