"""The checks of a company on other pages of the admin: ``{% register_checks company %}``."""

from typing import Any

from django import template
from django.template.context import RequestContext

from directory.models import Company
from directory.registers.display import checks_of

register = template.Library()


@register.inclusion_tag("directory/admin/_register_checks.html", takes_context=True)
def register_checks(context: RequestContext, company: Company) -> dict[str, Any]:
    """Show what registers say about a company's numbers, with the way to have them asked again."""
    request = context["request"]
    return {"checks": checks_of(company, user=request.user, back_to=request.get_full_path())}
