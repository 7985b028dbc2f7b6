"""What the pages of this app do."""

from django.db import transaction
from wagtail.models import Site

from core.mail import send_template
from core.models import PortalSettings, Side

from .forms import ContactForm


@transaction.atomic
def send_contact_message(form: ContactForm, *, site: Site, language: str) -> None:
    """Send the message to the institution chosen and a copy to its sender; the same form twice sends once.

    ``language`` is the sender's; an institution is written to in the language of its side.
    """
    message = form.cleaned_data
    institution = message["institution"]
    office_language = Side(institution.side).language if institution else language
    office = (institution and institution.email) or PortalSettings.for_site(site).contact_email
    context = {"message": message, "institution": institution}
    send_template(
        "contact_message",
        to=office,
        language=office_language,
        context=context,
        reply_to=message["email"],
        key=f"contact:{form.key}:office",
    )
    send_template(
        "contact_copy", to=message["email"], language=language, context=context, key=f"contact:{form.key}:copy"
    )
