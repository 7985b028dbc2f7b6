"""The blocks that pages are composed of. Each is one name: block, template in ``components/blocks/``, CSS class."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.widgets import AdminSnippetChooser

from .frame import current_frame
from .i18n import active_language
from .links import page_url
from .models import Institution

TEMPLATES = "components/blocks/"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = TEMPLATES + "text.html"


class SizedImageBlock(ImageBlock):
    """An image block that finds the sizes its pictures were cut to with one query for a whole body."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        pictures = super().bulk_to_python(values)
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        return pictures


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, or marked as decorative (``ImageBlock`` asks for one of the two)."""

    picture = SizedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = TEMPLATES + "picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=160)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = TEMPLATES + "quote.html"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=120)
    value = blocks.TextBlock(label=_("Value"), rows=2)


class FactsBlock(blocks.StructBlock):
    """Labels with their values, such as budget and period."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    rows = blocks.ListBlock(FactBlock(), label=_("Rows"))

    class Meta:
        label = _("Facts")
        icon = "list-ul"
        template = TEMPLATES + "facts.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "italic", "ul", "ol", "link", "document-link"])


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = TEMPLATES + "questions.html"


class DocumentsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        template = TEMPLATES + "documents.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        chosen = list(value["documents"])
        prefetch_related_objects(chosen, "other_version")
        return super().get_context(value, parent_context) | {"documents": [each.for_reader() for each in chosen]}


class LinkedPageBlock(blocks.PageChooserBlock):
    """A page to link to: on a public page it is among those that the frame reads at once."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Page | None]:
        frame, numbers = current_frame(), list(values)
        known = [frame.localized(number) if frame and number else None for number in numbers]
        return known if numbers and all(known) else super().bulk_to_python(numbers)


class CallToActionBlock(blocks.StructBlock):
    """A sentence and one link: to a page of the portal or to an address elsewhere."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    label = blocks.CharBlock(label=_("Text of the link"), max_length=60)
    page = LinkedPageBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        label = _("Call to action")
        icon = "arrow-right"
        template = TEMPLATES + "call_to_action.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            message = ValidationError(_("Choose a page or enter an address, one of the two."))
            raise StructBlockValidationError(block_errors={"page": message})
        return value

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        context["href"] = page_url(value["page"]) if value["page"] else value["url"]
        return context


class PartnersBlock(blocks.StructBlock):
    """All institutions that carry the portal, by role."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)

    class Meta:
        label = _("Partners")
        icon = "group"
        template = TEMPLATES + "partners.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        context["institutions"] = Institution.objects.select_related("place", "logo")
        return context


class SharedTextBlock(SnippetChooserBlock):
    class Meta:
        label = _("Shared text")
        icon = "copy"
        template = TEMPLATES + "shared_text.html"


class EntryChooser(AdminSnippetChooser):
    """Names what is public alone: whoever writes pages could send the number of any entry."""

    def get_display_title(self, instance: Any) -> str:
        if instance.is_public:
            return str(instance)
        return gettext("No. %(number)s, not public") % {"number": instance.pk}


class EntryBlock(SnippetChooserBlock):
    """An entry of the directory, known here by its name alone; all entries of a body are read with one query."""

    @cached_property
    def widget(self) -> EntryChooser:
        return EntryChooser(self.target_model, icon=self.meta.icon)

    def bulk_to_python(self, values: Iterable[int]) -> list[Any]:
        numbers = list(values)
        entries = self.target_model._default_manager.chosen(numbers, active_language())
        return [entries.get(number) for number in numbers]


class CompanyBlock(EntryBlock):
    class Meta:
        label = _("Company")
        icon = "group"
        template = TEMPLATES + "company.html"


class OfferBlock(EntryBlock):
    class Meta:
        label = _("Offer or request")
        icon = "form"
        template = TEMPLATES + "offer.html"


class BodyBlock(blocks.StreamBlock):
    """What editors write pages, news and events with."""

    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    questions = QuestionsBlock()
    documents = DocumentsBlock()
    call_to_action = CallToActionBlock()
    shared_text = SharedTextBlock("core.SharedText")
    company = CompanyBlock("directory.Company")
    offer = OfferBlock("directory.Offer")
    partners = PartnersBlock()

    class Meta:
        label = _("Content")
