"""Checks of the project's own rules, run by ``manage.py check``."""

from typing import Any

from django.core.checks import Error, register
from django.template.loader import get_template
from wagtail.models import get_page_models


@register
def page_types_say_where_they_belong(**kwargs: Any) -> list[Error]:
    """Every page type names its parents and its children (an editor must never be offered a nonsensical page)."""
    return [
        Error(f"{model.__name__} has no own {name}.", obj=model, id="core.E001")
        for model in get_page_models()
        if model._meta.app_label != "wagtailcore"
        for name in ("parent_page_types", "subpage_types")
        if name not in vars(model)
    ]


@register
def page_types_have_a_template(**kwargs: Any) -> list[Error]:
    """Every page type has its template under its default name."""
    errors = []
    for model in get_page_models():
        if model._meta.app_label == "wagtailcore":
            continue
        try:
            get_template(model.template)
        except Exception as error:
            errors.append(Error(f"{model.__name__}: {model.template}: {error}", obj=model, id="core.E002"))
    return errors
