"""Who belongs to which company, in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from accounts.models import User
from core.admin import RecordAdmin

from .models import Company, Membership
from .rights import is_within
from .snippets.choosers import company_of_offer_chooser
from .snippets.guards import WithinArea

NOT_YOURS = _("Another institution answers for this company.")
THERE_ALREADY = _("This person belongs to the company already.")
NO_ACCOUNT = _("There is no active account with this e-mail address.")


class MembershipForm(WagtailAdminModelForm):
    """Names the person by e-mail address: nobody is shown a list of all accounts."""

    email = forms.EmailField(label=_("E-mail of the account"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email

    def clean_company(self) -> Company:
        company: Company = self.cleaned_data["company"]
        if not is_within(self.for_user, Company, company.pk):
            raise ValidationError(NOT_YOURS)
        return company

    def clean_email(self) -> str:
        user = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if user is None:
            raise ValidationError(NO_ACCOUNT)
        self.instance.user = user
        return user.email

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "company" in data and "email" in data:
            same = Membership.objects.filter(company=data["company"], user=self.instance.user)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("email", THERE_ALREADY)
        return data


class MembershipAdmin(WithinArea, RecordAdmin):
    model = Membership
    menu_label = _("Memberships")
    menu_icon = "user"
    list_display = ["company", "user", "email", "role", "created_at"]
    list_filter = ["role"]
    list_select_related = ["company", "user"]
    list_export = ["company", "user", "email", "role", "created_at"]
    search_fields = ["company__legal_name", "user__email", "user__first_name", "user__last_name"]
    ordering = ["company__legal_name", "pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("company", widget=company_of_offer_chooser.widget_class),
            FieldPanel("email"),
            FieldPanel("role"),
        ],
        base_form_class=MembershipForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("company", "user")

    def email(self, membership: Membership) -> str:
        return membership.user.email

    email.short_description = _("e-mail")  # type: ignore[attr-defined]
