"""Accounts for trying out each role; their passwords are printed by ``bin/demo``."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from accounts.models import User
from core.models import Institution
from home.roles import OPERATORS

PASSWORD = "grenzenlos-bez-hranic"  # noqa: S105 - known to everybody, refused by production settings


@dataclass(frozen=True)
class DemoAccount:
    email: str
    first_name: str
    last_name: str
    language: str
    institution: str | None  # None: an operator
    role: str


ACCOUNTS = [
    DemoAccount("redaktion@wfs.example", "Katrin", "Lehmann", "de", "wfs", "editor WFS"),
    DemoAccount("redakce@ahk.example", "Tereza", "Nováková", "cs", "ahk-services", "editor AHK Services"),
    DemoAccount("autor@ihk-chemnitz.example", "Jens", "Uhlig", "de", "ihk-chemnitz", "author IHK Chemnitz"),
    DemoAccount("betrieb@glokal.example", "Martin", "Richter", "de", None, "operator"),
]


def write_accounts() -> int:
    """Create the accounts that are missing; returns how many there are."""
    for account in ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        user = User.objects.create_user(
            account.email,
            PASSWORD,
            first_name=account.first_name,
            last_name=account.last_name,
            language=account.language,
        )
        user.groups.add(_group(account))
    return len(ACCOUNTS)


def account_of(institution: str) -> User:
    """Return the demo account that writes for an institution; partners without one are written for by WFS or AHK."""
    by_institution = {account.institution: account.email for account in ACCOUNTS}
    side = Institution.objects.get(key=institution).side
    fallback = by_institution["wfs" if side == "DE" else "ahk-services"]
    return User.objects.get(email=by_institution.get(institution, fallback))


def _group(account: DemoAccount) -> Group:
    if account.institution is None:
        return Group.objects.get(name=OPERATORS)
    return Group.objects.get(institution__key=account.institution)
