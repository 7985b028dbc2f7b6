"""Choosing what of two entries stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .planning import BOTH, KEPT, MERGED, SETS, Plan
from .values import label_of, value_of


class MergeForm(forms.Form):
    """One choice for each thing that the two entries say differently, and what identifies what was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data, initial={"seen": plan.digest})
        for name in plan.open_choices:
            values = [(KEPT, value_of(plan.kept, name)), (MERGED, value_of(plan.merged, name))]
            self.fields[name] = forms.ChoiceField(
                label=label_of(name),
                choices=[*values, (BOTH, _("both"))] if name in SETS else values,
                initial=plan.defaults[name],
                widget=forms.RadioSelect,
            )

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, once the form is valid."""
        return {name: choice for name, choice in self.cleaned_data.items() if name != "seen"}
