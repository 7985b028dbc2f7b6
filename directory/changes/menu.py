"""The review of changes in the directory's menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from .queue import may_review


class ForReviewersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user)


def menu_items() -> list[MenuItem]:
    """What stands in the directory's menu, after the entries."""
    return [
        ForReviewersItem(
            gettext_lazy("Submitted changes"), reverse("directory_changes:queue"), icon_name="check", order=0
        ),
        ForReviewersItem(
            gettext_lazy("How long reviews take"), reverse("directory_changes:statistics"), icon_name="time", order=90
        ),
    ]
