"""Names of firms in one spelling, and how alike they are."""

import pytest

from core.domains import registered_domain
from core.names import PROBABLY, alike, fold_name

SPELLINGS = [
    ["Müller Metallbau GmbH", "MUELLER Metallbau", "Muller Metallbau G.m.b.H.", "Müller Metallbau GmbH & Co. KG"],
    ["Weiß & Söhne OHG", "Weiss und Soehne", "Weiß + Söhne e.K.", "Weiß and Söhne KG"],
    ["Kovo Lípa s.r.o.", "KOVO LIPA, spol. s r. o.", "Kovo Lípa s. r. o.", "Kovo Lípa a.s.", "Firma Kovo Lípa sro"],
    ["Novák a syn v.o.s.", "Novák & syn, k.s.", "Novak a syn v. o. s."],
    ["Viaduktwerk UG (haftungsbeschränkt)", "Viaduktwerk gGmbH", "Viaduktwerk e. Kfm.", "Viaduktwerk SE"],
    ["Tröger PartG mbB", "Troeger GbR", "Tröger eG", "Tröger e. V.", "Tröger AG & Co. KG"],
    [
        "Jizera, z. ú.",
        "Jizera o.p.s.",
        "Jizera, p. o.",
        "Jizera z.s.",
        "Jizera, družstvo",
        "Jizera, státní podnik, s.p.",
    ],
    ["Wolność sp. z o.o.", "Wolnosc Ltd.", "Wolność S.A."],
]


@pytest.mark.parametrize("names", SPELLINGS, ids=lambda names: names[0])
def test_spellings_of_one_name_fold_to_the_same(names):
    assert len({fold_name(name) for name in names}) == 1, [fold_name(name) for name in names]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Neue Bauer-Quelle", "neue bauer quelle"),  # ue that is no umlaut
        ("A.S. Bau", "a s bau"),  # at the beginning it is no legal form
        ("AG", "ag"),
        ("GmbH & Co. KG", "gmbh"),
        ("Řeznictví U Žáka", "reznictvi u zaka"),
        ("A & O", "a o"),
        ("", ""),
        ("…", ""),
        ("Ärzte  GmbH\t i. G.", "arzte"),
        ("Завод", "zavod"),
    ],
)
def test_folded_name(name, folded):
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Metall Bau Zwickau", "Metallbau Zwickau GmbH"),
        ("Metallbau K. Müller", "Klaus Müller Metallbau"),
        ("Technické sklo Novoborsko", "Technická skla Novoborsko"),
        ("Fahrwerksbau Kollm", "Fahrwersbau Kollm"),
        ("Zápustka Roztoky", "Zápusktka Roztoky"),
        ("Drehteile Oberland", "Oberland Drehteile"),
    ],
)
def test_alike(first, second):
    assert PROBABLY <= alike(first, second) == alike(second, first) <= 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Metallbau Müller", "Metallbau Möller"),
        ("Metallbau Peter Müller", "Metallbau Klaus Müller"),
        ("Drehteile Oberland", "Drehteile Oberland Vertriebs GmbH"),
        ("Autohaus 2000", "Autohaus 3000"),
        ("Stavby Sever", "Stavby Jih"),
        ("Kovo Lípa", ""),
    ],
)
def test_not_alike(first, second):
    assert alike(first, second) == alike(second, first) < PROBABLY


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.firma.cz/kontakt?x=1", "firma.cz"),
        ("eshop.firma.cz", "firma.cz"),
        ("HTTP://WWW.Mueller-Bau.DE:8080/", "mueller-bau.de"),
        ("https://www.müller-bau.de", "xn--mller-bau-q9a.de"),
        ("https://firm.co.uk", "firm.co.uk"),
        ("https://kovolipa.webnode.cz", ""),
        ("https://www.facebook.com/kovolipa", ""),
        ("https://sites.google.com/view/kovolipa", ""),
        ("http://192.168.1.1/", ""),
        ("http://[bad", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_domain_says_whose_an_address_is(url, domain):
    assert registered_domain(url) == domain
