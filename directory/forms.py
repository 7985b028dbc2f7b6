"""Forms that visitors fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.public_forms import PublicForm, one_line

from .models import ProblemReport


class ProblemForm(PublicForm):
    """What is wrong with an entry, or why it should go; who objects leaves an address for the answer."""

    kind = forms.ChoiceField(
        choices=ProblemReport.Kind.choices,
        initial=ProblemReport.Kind.CORRECTION,
        label=_("What is it about?"),
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 3000}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        required=False,
        help_text=_("The decision goes here. Whoever objects has to give one."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["kind", "message", "name", "email", "homepage", "stamp"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        objects = self.cleaned_data.get("kind") == ProblemReport.Kind.OBJECTION
        if objects and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Please give an address: an objection is answered in writing."))
        return cleaned
