"""Pairs of firms as lists of members really hold them: the same one twice, and two that only look alike.

Each firm is its name and what differs from its defaults; both of a pair have their seat in ``town``.
"""

from typing import Any

Firm = dict[str, Any]
Pair = tuple[str, Firm, Firm]


def firm(name: str, **facts: Any) -> Firm:
    return {"legal_name": name, **facts}


ICO, OTHER_ICO = "89999908", "80000011"

SAME: list[Pair] = [
    ("plauen", firm("Müller Metallbau GmbH"), firm("Mueller Metallbau")),
    ("plauen", firm("Müller Metallbau GmbH"), firm("MULLER METALLBAU GMBH & CO. KG")),
    ("zwickau", firm("Weiß & Söhne OHG"), firm("Söhne und Weiss e.K.")),
    ("zwickau", firm("Metall-Bau Leubnitz GmbH"), firm("Metallbau Leubnitz UG (haftungsbeschränkt)")),
    ("chemnitz", firm("Kunststofftechnik Weber GmbH"), firm("Kunststoftechnik Weber GmbH")),
    ("chemnitz", firm("Fräswerk Lenk & Söhne GmbH & Co. KG"), firm("Fräswerk Lenk und Söhne, Chemnitz")),
    ("freiberg", firm("Drehteile Oberland GmbH"), firm("Oberland Drehteile GmbH")),
    ("freiberg", firm("Tischlerei K. Schröder"), firm("Tischlerei Klaus Schröder")),
    ("dresden", firm("Feinmechanik Hofmann GmbH"), firm("Feinmechanik Hoffmann GmbH")),
    ("dresden", firm("Elbtal-Institut für Barriereschichten gGmbH"), firm("Elbtal Institut f. Barriereschichten")),
    ("goerlitz", firm("Bandweberei Röderquelle GmbH"), firm("Bandweberei Roederqelle")),
    ("bautzen", firm("Nähwerk Oederan e. K."), firm("Nähwerk Oederan, Inh. Kubasch")),
    ("bautzen", firm("Stiftung Lausitzer Granit e.V."), firm("Lausitzer Granit Stiftung")),
    ("most", firm("Kovo Lípa s.r.o.", country="CZ"), firm("KOVO LIPA, spol. s r. o.", country="CZ")),
    ("most", firm("Kovo Lípa s.r.o.", country="CZ"), firm("Kovo Lípa Most a.s.", country="CZ")),
    ("most", firm("Novák a syn v.o.s.", country="CZ"), firm("Novák & syn", country="CZ")),
    ("cheb", firm("Technické sklo Chebsko s.r.o.", country="CZ"), firm("Technická skla Chebsko", country="CZ")),
    ("cheb", firm("Strojírna Žandov s.r.o.", country="CZ"), firm("Strojirna Zandov, spol. s r.o.", country="CZ")),
    ("liberec", firm("Zápustka Roztoky s.r.o.", country="CZ"), firm("Zápusktka Roztoky s.r.o.", country="CZ")),
    ("liberec", firm("Interiéry Ostašov a.s.", country="CZ"), firm("Ostašov interiéry", country="CZ")),
    ("teplice", firm("Sklářské formy Pozorka", country="CZ"), firm("Sklářské formy Pozorka družstvo", country="CZ")),
    ("decin", firm("Lodní opravna Loubí s.r.o.", country="CZ"), firm("Lodní oprava Loubí s.r.o.", country="CZ")),
    ("decin", firm("Firma Jan Dvořák – truhlářství", country="CZ"), firm("Truhlářství Dvořák Jan", country="CZ")),
    (
        "plauen",
        firm("Alpha GmbH", register_number="HRB 90001", register_court="Chemnitz"),
        firm("Beta GmbH", register_number="HRB 90001"),
    ),
    ("plauen", firm("Alpha GmbH", register_number="HRB 90001"), firm("Beta GmbH", register_number="HRB 90001")),
    ("plauen", firm("Alpha GmbH", vat_number="DE136695976"), firm("Beta KG", vat_number="DE136695976")),
    ("most", firm("Alfa s.r.o.", country="CZ", register_number=ICO), firm("Beta", country="CZ", vat_number=f"CZ{ICO}")),
    (
        "plauen",
        firm("Alpha GmbH", website="https://www.alpha.example/de"),
        firm("Beta", website="http://alpha.example"),
    ),
    (
        "most",
        firm("Alfa", country="CZ", website="https://eshop.alfa.example"),
        firm("Beta", country="CZ", website="https://alfa.example/o-nas"),
    ),
    (
        "cheb",
        firm("Kovo Ašsko", country="CZ", register_number=ICO),
        firm("Kovo Ašsko", country="CZ", register_number=OTHER_ICO),
    ),
]

DIFFERENT: list[Pair] = [
    ("plauen", firm("Metallbau Müller GmbH"), firm("Metallbau Möller GmbH")),
    ("plauen", firm("Metallbau Peter Müller"), firm("Metallbau Klaus Müller")),
    ("plauen", firm("Metallbau Müller GmbH"), firm("Holzbau Müller GmbH")),
    ("zwickau", firm("Drehteile Oberland GmbH"), firm("Frästeile Oberland GmbH")),
    ("zwickau", firm("Drehteile Oberland GmbH"), firm("Drehteile Oberland Vertriebs GmbH")),
    ("zwickau", firm("Granit Wobst GmbH & Co. KG"), firm("Granit Wobst Verwaltungs GmbH")),
    ("zwickau", firm("Autohaus 2000 GmbH"), firm("Autohaus 3000 GmbH")),
    ("chemnitz", firm("Werkbank Neun Software GmbH"), firm("Werkbank Software Elf GmbH")),
    ("chemnitz", firm("Chemnitzer Stahlbau GmbH"), firm("Chemnitzer Anlagenbau GmbH")),
    ("chemnitz", firm("Elektro Schmidt"), firm("Elektro Schmiedel")),
    ("freiberg", firm("Gießerei Nord GmbH"), firm("Gießerei Süd GmbH")),
    ("freiberg", firm("Freiberger Präzision GmbH"), firm("Freiberger Prüftechnik GmbH")),
    ("dresden", firm("Dünnschichtoptik Pieschen GmbH"), firm("Dünnschichtoptik Prohlis GmbH")),
    ("dresden", firm("Sensorik Reick GmbH"), firm("Sensorik Reick Holding GmbH")),
    ("goerlitz", firm("Neiße-Druck GmbH"), firm("Neiße-Bau GmbH")),
    ("bautzen", firm("Steinmetz Antje Füssel"), firm("Steinmetz Bernd Füssel")),
    (
        "bautzen",
        firm("Alpha GmbH", register_number="HRB 90001", register_court="Chemnitz"),
        firm("Beta GmbH", register_number="HRB 90001", register_court="Dresden"),
    ),
    ("bautzen", firm("Alpha GmbH", register_number="HRB 90001"), firm("Beta GmbH", register_number="HRA 90001")),
    (
        "bautzen",
        firm("Alpha", website="https://alpha.jimdofree.com"),
        firm("Beta", website="https://beta.jimdofree.com"),
    ),
    ("bautzen", firm("Alpha", website="https://facebook.com/alpha"), firm("Beta", website="https://facebook.com/beta")),
    ("most", firm("Strojírna Most s.r.o.", country="CZ"), firm("Strojírna Kos s.r.o.", country="CZ")),
    ("most", firm("Stavby Sever s.r.o.", country="CZ"), firm("Stavby Jih s.r.o.", country="CZ")),
    ("most", firm("Elektro Novák s.r.o.", country="CZ"), firm("Elektro Nováková s.r.o.", country="CZ")),
    ("most", firm("Truhlářství Jan Dvořák", country="CZ"), firm("Truhlářství Petr Dvořák", country="CZ")),
    ("cheb", firm("Kovovýroba Hora s.r.o.", country="CZ"), firm("Kovovýroba Hůrka s.r.o.", country="CZ")),
    ("cheb", firm("Plasty Ohře s.r.o.", country="CZ"), firm("Papír Ohře s.r.o.", country="CZ")),
    ("liberec", firm("Jizerský kód s.r.o.", country="CZ"), firm("Jizerský lak s.r.o.", country="CZ")),
    ("liberec", firm("Kovo Nisa s.r.o.", country="CZ"), firm("Kovo Nisa servis s.r.o.", country="CZ")),
    (
        "decin",
        firm("Alfa", country="CZ", website="https://alfa.webnode.cz"),
        firm("Beta", country="CZ", website="https://beta.webnode.cz"),
    ),
    (
        "decin",
        firm("Alfa s.r.o.", country="CZ", register_number=ICO),
        firm("Beta s.r.o.", country="CZ", register_number=OTHER_ICO),
    ),
]
