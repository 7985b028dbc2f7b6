"""Companies, their offers and requests, and the vocabulary that both sides share."""

from .capabilities import Capability, OfferCapability
from .certificates import Certificate, CompanyCertificate
from .changes import EntryChange
from .companies import Company, Country
from .company_parts import CompanyPicture, Contact, Location, Verification
from .duplicates import CompanyMerge, DifferentCompanies, Reason, SuspectedPair
from .entry import Entry, State
from .imports import EntryReference, ImportRow, ImportRun
from .offers import Offer
from .people import Membership
from .problems import Objection, ProblemReport
from .register_checks import RegisterCheck
from .taxonomy import Language, Sector
from .vocabulary import Concept, Term

__all__ = [
    "Capability",
    "Certificate",
    "Company",
    "CompanyCertificate",
    "CompanyMerge",
    "CompanyPicture",
    "Concept",
    "Contact",
    "Country",
    "DifferentCompanies",
    "Entry",
    "EntryChange",
    "EntryReference",
    "ImportRow",
    "ImportRun",
    "Language",
    "Location",
    "Membership",
    "Objection",
    "Offer",
    "OfferCapability",
    "ProblemReport",
    "Reason",
    "RegisterCheck",
    "Sector",
    "State",
    "SuspectedPair",
    "Term",
    "Verification",
]
