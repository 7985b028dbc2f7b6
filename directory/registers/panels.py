"""The checks within the company's form."""

from typing import Any

from wagtail.admin.panels import Panel

from .display import checks_of


class RegisterChecksPanel(Panel):
    """What registers say about the numbers that are saved; only shown, the form changes nothing of it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/_register_checks.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            checks = checks_of(self.instance, user=self.request.user, back_to=self.request.path)
            return {**super().get_context_data(parent_context), "checks": checks}
