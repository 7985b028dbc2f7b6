"""What visitors read of a verification: what it rests on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import Company, RegisterCheck, Verification

from .answers import NAME_DIFFERS
from .verifications import KIND_OF

SOURCES: dict[str, Promise] = {
    RegisterCheck.Register.ARES: _("ARES, register of the Czech Ministry of Finance"),
    RegisterCheck.Register.VIES: _("VIES, information system of the European Commission"),
}


@dataclass(frozen=True)
class Proof:
    """A verification; ``source`` is the register that it comes from, where no person has checked it."""

    verification: Verification
    source: str
    has_other_name: bool


def proofs_of(company: Company) -> list[Proof]:
    """Return the verifications of a company; no query where both relations are there already."""
    rows = company.register_checks.all() if company.pk else []
    checks = {KIND_OF[RegisterCheck.Register(check.register)]: check for check in rows}
    return [_proof(each, checks.get(Verification.Kind(each.kind))) for each in company.verifications.all()]


def _proof(verification: Verification, check: RegisterCheck | None) -> Proof:
    if check is None or verification.institution_id:
        return Proof(verification, "", has_other_name=False)
    return Proof(verification, str(SOURCES[check.register]), has_other_name=check.problem == NAME_DIFFERS)
