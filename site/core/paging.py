"""One page of a list."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator


class CountingPaginator(WagtailPaginator):
    """Says how many there are without naming them: Czech would need further forms of each name for that."""

    @property
    def items_count_label(self) -> str:
        return _("%(count)s in all") % {"count": number_format(self.count, force_grouping=True)}


def get_page(paginator: Paginator, number: str | None) -> Page:
    """Return page ``number`` (the first without one); raises ``Http404`` for a page that does not exist."""
    try:
        return paginator.page(number or 1)
    except InvalidPage as error:
        raise Http404(str(error)) from error
