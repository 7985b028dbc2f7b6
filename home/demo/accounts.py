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
    writes: bool = True
    moderates: bool = False


ACCOUNTS = [
    DemoAccount("redaktion@wfs.example", "Katrin", "Lehmann", "de", "wfs", "editor and moderator WFS", moderates=True),
    DemoAccount(
        *("redakce@ahk.example", "Tereza", "Nováková", "cs", "ahk-services", "editor and moderator AHK Services"),
        moderates=True,
    ),
    DemoAccount("autor@ihk-chemnitz.example", "Jens", "Uhlig", "de", "ihk-chemnitz", "author IHK Chemnitz"),
    DemoAccount(
        *("moderation@ihk-chemnitz.example", "Ines", "Seidel", "de", "ihk-chemnitz", "moderator IHK Chemnitz"),
        writes=False,
        moderates=True,
    ),
    DemoAccount(
        *("moderace@khk-kv.example", "Petr", "Dvořák", "cs", "khk-kv", "moderator KHK KK (Karlovarský kraj)"),
        writes=False,
        moderates=True,
    ),
    DemoAccount("betrieb@glokal.example", "Martin", "Richter", "de", None, "operator"),
]


def write_accounts() -> int:
    """Create the accounts that are missing, and give all of them their groups; returns how many there are."""
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first() or _create(account)
        user.groups.add(*_groups(account))
    return len(ACCOUNTS)


def account_of(institution: str) -> User:
    """Return the demo account that writes for an institution; partners without one are written for by WFS or AHK."""
    by_institution = {account.institution: account.email for account in ACCOUNTS if account.writes}
    side = Institution.objects.get(key=institution).side
    fallback = by_institution["wfs" if side == "DE" else "ahk-services"]
    return User.objects.get(email=by_institution.get(institution, fallback))


def _create(account: DemoAccount) -> User:
    return User.objects.create_user(
        account.email,
        PASSWORD,
        first_name=account.first_name,
        last_name=account.last_name,
        language=account.language,
    )


def _groups(account: DemoAccount) -> list[Group]:
    if account.institution is None:
        return [Group.objects.get(name=OPERATORS)]
    institution = Institution.objects.get(key=account.institution)
    roles = {institution.editors: account.writes, institution.moderators: account.moderates}
    return [group for group, is_member in roles.items() if group and is_member]
