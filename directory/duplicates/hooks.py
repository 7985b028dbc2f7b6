"""What duplicates add to the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter

from directory.models import Company

from . import urls
from .merging import KEPT_ACTION, MERGED_ACTION
from .showing import EDIT
from .undoing import UNDONE_ACTION

WORDS = {
    KEPT_ACTION: (
        gettext_lazy("Merge another entry into this one"),
        gettext_lazy("“%(company)s” was merged into this."),
    ),
    MERGED_ACTION: (gettext_lazy("Merge into another entry"), gettext_lazy("This was merged into “%(company)s”.")),
    UNDONE_ACTION: (gettext_lazy("Undo a merge"), gettext_lazy("The merge with “%(company)s” was undone.")),
}


@hooks.register("register_log_actions")
def merges_in_the_history(actions: LogActionRegistry) -> None:
    for action, (name, text) in WORDS.items():
        actions.register_action(action)(formatter_of(name, text))


def formatter_of(name: Any, text: Any) -> type[LogFormatter]:
    class MergeFormatter(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            return f"{text}" % {"company": log_entry.data["company"]}

    return MergeFormatter


@hooks.register("register_admin_urls")
def addresses_of_duplicates() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("before_edit_snippet")
def merged_entry_leads_to_the_kept_one(request: HttpRequest, instance: Any) -> HttpResponse | None:
    if not isinstance(instance, Company) or not instance.merged_into_id:
        return None
    messages.info(request, gettext("“%(company)s” was merged into this entry.") % {"company": instance})
    return redirect(reverse(EDIT, args=[Company.objects.end_of(instance.pk)]))
