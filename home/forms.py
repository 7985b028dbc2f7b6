"""The contact form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Institution
from core.public_forms import PublicForm, one_line


class ContactForm(PublicForm):
    """A message to one of the institutions or to who runs the portal."""

    institution = forms.ModelChoiceField(
        Institution.objects.all(),
        to_field_name="key",
        required=False,
        label=_("To whom"),
        empty_label=_("To the portal’s office"),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[one_line],
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        help_text=_("The answer goes here, and a copy of your message."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(label=_("Subject"), max_length=120, validators=[one_line])
    message = forms.CharField(
        label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8, "maxlength": 5000})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["institution", "name", "email", "subject", "message", "homepage", "stamp"])
