"""What waits, on the dashboard."""

from typing import Any

from wagtail.admin.ui.components import Component

from .queue import may_review, waiting_for


class WaitingPanel(Component):
    """How many changes wait and for how long the oldest of them; nothing where none does."""

    name = "waiting_changes"
    order = 40
    template_name = "directory/admin/changes/panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"waiting": waiting_for(user) if may_review(user) else None}
