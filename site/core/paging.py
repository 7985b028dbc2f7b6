"""One page of a list."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404


def get_page(paginator: Paginator, number: str | None) -> Page:
    """Return page ``number`` (the first without one); raises ``Http404`` for a page that does not exist."""
    try:
        return paginator.page(number or 1)
    except InvalidPage as error:
        raise Http404(str(error)) from error
