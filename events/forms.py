"""The form that editors write an event with."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from .facts import facts_of, shared_fields, unaware
from .models.calendar_entry import CalendarEntry


class EventPageForm(WagtailAdminPageForm):
    """Knows which facts were published when it was opened.

    Another language version can be published while the form stands open: what its editor did not touch then follows,
    instead of bringing the old date back with the next save.
    """

    facts_when_opened = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["facts_when_opened"] = self._published_facts()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        before, now = cleaned.get("facts_when_opened"), self._published_facts()
        if not isinstance(before, dict) or not before or before == now:
            return cleaned
        mine = facts_of(type(self.instance)(**self._facts_in(cleaned)))
        for name, value in unaware(mine=mine, before=before, now=now).items():
            cleaned[name] = self.fields[name].clean(value)
        return cleaned

    def _facts_in(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        fields = shared_fields(type(self.instance))
        return {field.name: cleaned[field.name] for field in fields if field.name in cleaned}

    def _published_facts(self) -> dict[str, Any]:
        entry = CalendarEntry.objects.filter(pk=self.instance.translation_key).first()
        return entry.facts if entry else {}
