"""The pages that are neither news nor events."""

from .contact import ContactPage
from .home import HomePage
from .know_how import GuidePage, KnowHowIndexPage
from .standard import StandardPage

__all__ = ["ContactPage", "GuidePage", "HomePage", "KnowHowIndexPage", "StandardPage"]
