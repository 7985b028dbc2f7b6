"""Forms that anybody may post: guarded against robots without third parties, and safe to send twice."""

import hashlib
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

# Nobody fills in a form quicker than this; a form older than a day was kept by a robot or forgotten in a tab.
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600

# Line and page separators of every kind: the text becomes a header of a mail.
one_line = RegexValidator(r"\A[^\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]*\Z", _("Please write this on one line."))


class PublicForm(forms.Form):
    """A form with a hidden field that only robots fill, and a signed time stamp that is also its one-time key."""

    homepage = forms.CharField(required=False, label=_("Leave this field empty"), widget=forms.TextInput)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    error_css_class = "is-invalid"
    required_css_class = "is-required"
    _signer = signing.TimestampSigner(salt="core.public_forms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["homepage"].widget.attrs.update({"autocomplete": "off", "tabindex": "-1"})
        self.initial.setdefault("stamp", self._signer.sign(secrets.token_urlsafe(12)))

    @property
    def key(self) -> str:
        """The form's one-time key: the same for every time this very form is sent with the same content."""
        content = sorted((name, str(value)) for name, value in self.cleaned_data.items() if name != "stamp")
        digest = hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()
        return f"{self._signer.unsign(self.cleaned_data['stamp'])}:{digest}"

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_stamp()
        return cleaned

    def _check_stamp(self) -> None:
        try:
            self._signer.unsign(self.data.get("stamp", ""), max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            self._renew_stamp()
            self.add_error(None, _("The form was open for too long. Your text is still here, please send it again."))
            return
        if self._age() < SHORTEST_SECONDS:
            self.add_error(None, _("That was very quick. Please wait a moment and send the form again."))

    def _age(self) -> float:
        try:
            self._signer.unsign(self.data["stamp"], max_age=SHORTEST_SECONDS)
        except signing.SignatureExpired:
            return SHORTEST_SECONDS
        return 0

    def _renew_stamp(self) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["stamp"] = self._signer.sign(secrets.token_urlsafe(12))
        self.data = data
