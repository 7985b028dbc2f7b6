"""Companies, their offers and requests, and the vocabulary that both sides share."""

from .capabilities import Capability, OfferCapability
from .certificates import Certificate, CompanyCertificate
from .companies import Company, Country
from .company_parts import CompanyPicture, Contact, Location, Verification
from .entry import Entry, State
from .offers import Offer
from .problems import Objection, ProblemReport
from .taxonomy import Language, Sector
from .vocabulary import Concept, Term

__all__ = [
    "Capability",
    "Certificate",
    "Company",
    "CompanyCertificate",
    "CompanyPicture",
    "Concept",
    "Contact",
    "Country",
    "Entry",
    "Language",
    "Location",
    "Objection",
    "Offer",
    "OfferCapability",
    "ProblemReport",
    "Sector",
    "State",
    "Term",
    "Verification",
]
