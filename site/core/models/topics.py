"""What news, events and guides are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.i18n import bilingual


class Topic(models.Model):
    """A subject that news, events and guides share; its address is a word of the reader's language."""

    key = models.SlugField(_("short name"), max_length=40, unique=True)
    name = bilingual(models.CharField(_("name"), max_length=60))
    slug = bilingual(models.SlugField(_("word in the address"), max_length=60, unique=True))
    slug_de: str
    slug_cs: str

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.name}"
