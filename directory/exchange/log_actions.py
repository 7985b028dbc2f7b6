"""How imports appear in the history of an entry."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

IMPORTED = "directory.import"
UNDONE = "directory.import.undo"


@hooks.register("register_log_actions")
def imports_in_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(IMPORTED)
    class ImportFormatter(LogFormatter):
        label = gettext_lazy("Import")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Imported from “%(file)s”, line %(line)s") % log_entry.data

    @actions.register_action(UNDONE)
    class UndoFormatter(LogFormatter):
        label = gettext_lazy("Undo an import")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Import of “%(file)s” undone") % log_entry.data
