"""What the forms of companies and offers are laid out like."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.choosers import place_chooser
from core.panels import in_both_languages
from directory.duplicates.warnings import SuspectsPanel
from directory.registers.panels import RegisterChecksPanel

from .choosers import company_of_offer_chooser, concept_chooser, material_chooser, sector_chooser
from .forms import CompanyForm, OfferForm
from .lists import yes_or_no
from .widgets import ManyChooser


class YesOrNo(FieldPanel):
    """A fact that is only shown."""

    def format_value_for_display(self, value: bool) -> str:
        return yes_or_no(value)


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


CAPABILITY = [
    FieldRowPanel(
        [
            FieldPanel("concept", widget=concept_chooser.widget_class),
            FieldPanel("material", widget=material_chooser.widget_class),
        ]
    ),
    row("size", "lot_from", "lot_to"),
]

STATE = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("state"), FieldPanel("state_reason", widget=forms.Textarea(attrs={"rows": 2}))],
            heading=_("State"),
            help_text=_("Each change of the state has its reason; it stays in the history."),
        )
    ],
    heading=_("State"),
)

COMPANY = TabbedInterface(
    [
        ObjectList(
            [
                row("kind", "legal_name"),
                row("country", "register_number", "register_court"),
                row("vat_number", "website"),
                SuspectsPanel(),
                row("employees", "founded", "delivery_range"),
                FieldPanel("sectors", widget=ManyChooser(sector_chooser)),
                FieldPanel("languages", widget=forms.CheckboxSelectMultiple, classname="in-columns"),
                row("source", "last_confirmed_on"),
            ],
            heading=_("Basics"),
        ),
        ObjectList(
            [in_both_languages("summary", AdminAutoHeightTextInput), in_both_languages("description")],
            heading=_("Texts"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "locations",
                    [
                        FieldPanel("is_seat"),
                        in_both_languages("name"),
                        FieldRowPanel(
                            [FieldPanel("place", widget=place_chooser.widget_class), FieldPanel("other_town")]
                        ),
                        row("street", "postal_code"),
                        row("region", "country"),
                        row("latitude", "longitude"),
                    ],
                    heading=_("Locations"),
                    label=pgettext_lazy("of a company", "Location"),
                )
            ],
            heading=_("Locations"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "contacts",
                    [
                        FieldPanel("name"),
                        in_both_languages("role"),
                        row("email", "phone"),
                        row("is_name_public", "is_email_public", "is_phone_public"),
                        FieldRowPanel([YesOrNo("is_imported", read_only=True), FieldPanel("released_at")]),
                    ],
                    heading=_("Contacts"),
                    label=_("Contact"),
                )
            ],
            heading=_("Contacts"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "capabilities",
                    [*CAPABILITY, row("free_hours_per_week", "free_from")],
                    heading=_("Capabilities"),
                    label=_("Capability"),
                )
            ],
            heading=_("Capabilities"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "certificates",
                    [row("certificate", "number"), row("issuer", "valid_from", "valid_until"), FieldPanel("proof")],
                    heading=_("Certificates"),
                    label=_("Certificate"),
                ),
                InlinePanel(
                    "verifications",
                    [row("kind", "verified_on"), FieldPanel("institution")],
                    heading=_("Verifications"),
                    label=_("Verification"),
                ),
                RegisterChecksPanel(heading=_("Register checks")),
            ],
            heading=_("Certificates and verification"),
        ),
        ObjectList(
            [
                FieldPanel("logo"),
                InlinePanel(
                    "pictures",
                    [FieldPanel("image"), in_both_languages("alt")],
                    heading=_("Pictures"),
                    label=_("Picture"),
                ),
            ],
            heading=_("Pictures"),
        ),
        STATE,
    ],
    base_form_class=CompanyForm,
)

OFFER = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("company", widget=company_of_offer_chooser.widget_class),
                row("direction", "type"),
                FieldRowPanel([FieldPanel("valid_from", read_only=True), FieldPanel("valid_until")]),
                FieldPanel("is_anonymous"),
            ],
            heading=_("Basics"),
        ),
        ObjectList(
            [in_both_languages("title"), in_both_languages("text"), in_both_languages("quantity")],
            heading=_("Texts"),
        ),
        ObjectList(
            [InlinePanel("capabilities", CAPABILITY, heading=_("Capabilities"), label=_("Capability"))],
            heading=_("Capabilities"),
        ),
        ObjectList(
            [
                FieldPanel("regions", widget=forms.CheckboxSelectMultiple, classname="in-columns"),
                FieldPanel("languages", widget=forms.CheckboxSelectMultiple, classname="in-columns"),
            ],
            heading=_("Partners wanted"),
        ),
        STATE,
    ],
    base_form_class=OfferForm,
)
