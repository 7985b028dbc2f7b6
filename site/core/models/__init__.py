"""Records that every app may use."""

from .institutions import Institution
from .jobs import JobRun
from .media import PortalDocument, PortalImage, PortalRendition
from .outbox import OutboxMessage
from .pages import BasePage, IllustratedPage, published
from .regions import Place, PlaceAlias, Region, Side
from .settings import FooterLink, FunderSettings, PortalSettings
from .shared_text import SharedText
from .topics import Topic
from .translation import StaleTranslation

__all__ = [
    "BasePage",
    "FooterLink",
    "FunderSettings",
    "IllustratedPage",
    "Institution",
    "JobRun",
    "OutboxMessage",
    "Place",
    "PlaceAlias",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "Region",
    "SharedText",
    "Side",
    "StaleTranslation",
    "Topic",
    "published",
]
