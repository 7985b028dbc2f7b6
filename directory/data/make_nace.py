"""Write nace_rev2.tsv, the headings of NACE Rev. 2 in German and Czech, from Eurostat's exports of the classification.

For developers only; the portal itself reads nothing but the result. README.md beside this file names the source.

    python make_nace.py NACE_REV2_de.csv NACE_REV2_cs.csv nace_rev2.tsv
"""

import argparse
import csv
from pathlib import Path

HEADER = (
    "# NACE Rev. 2, Regulation (EC) No 1893/2006: sections, divisions, groups and classes in their order.\n"
    "# Source: Eurostat. Section headings in sentence case and slips corrected by make_nace.py.\n"
    "# code\tde\tcs\tsection (of a division)\n"
)
# The exports write the headings of sections in capitals, from which German nouns cannot be told.
GERMAN_SECTIONS = {
    "A": "Land- und Forstwirtschaft, Fischerei",
    "B": "Bergbau und Gewinnung von Steinen und Erden",
    "C": "Verarbeitendes Gewerbe/Herstellung von Waren",
    "D": "Energieversorgung",
    "E": "Wasserversorgung; Abwasser- und Abfallentsorgung und Beseitigung von Umweltverschmutzungen",
    "F": "Baugewerbe/Bau",
    "G": "Handel; Instandhaltung und Reparatur von Kraftfahrzeugen",
    "H": "Verkehr und Lagerei",
    "I": "Gastgewerbe/Beherbergung und Gastronomie",
    "J": "Information und Kommunikation",
    "K": "Erbringung von Finanz- und Versicherungsdienstleistungen",
    "L": "Grundstücks- und Wohnungswesen",
    "M": "Erbringung von freiberuflichen, wissenschaftlichen und technischen Dienstleistungen",
    "N": "Erbringung von sonstigen wirtschaftlichen Dienstleistungen",
    "O": "Öffentliche Verwaltung, Verteidigung; Sozialversicherung",
    "P": "Erziehung und Unterricht",
    "Q": "Gesundheits- und Sozialwesen",
    "R": "Kunst, Unterhaltung und Erholung",
    "S": "Erbringung von sonstigen Dienstleistungen",
    "T": "Private Haushalte mit Hauspersonal; Herstellung von Waren und Erbringung von Dienstleistungen durch private "
    "Haushalte für den Eigenbedarf ohne ausgeprägten Schwerpunkt",
    "U": "Exterritoriale Organisationen und Körperschaften",
}
# Where an export differs from the Regulation.
GERMAN_CORRECTIONS = {
    "27.1": "Herstellung von Elektromotoren, Generatoren, Transformatoren, Elektrizitätsverteilungs- und "
    "-schalteinrichtungen",
    "38.2": "Abfallbehandlung und -beseitigung",
}
CZECH_CORRECTIONS = {"13.10": "Úprava a spřádání textilních vláken a příze"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("german", "czech", "target"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()

    german = read_headings(options.german) | GERMAN_SECTIONS | GERMAN_CORRECTIONS
    czech = read_headings(options.czech) | CZECH_CORRECTIONS
    czech |= {code: czech[code].capitalize() for code in GERMAN_SECTIONS}
    lines, section = [], ""
    for code, heading in german.items():
        section = code if code.isalpha() else section
        lines.append("\t".join((code, heading, czech[code], section if code.isdigit() else "")) + "\n")
    options.target.write_text(HEADER + "".join(lines), encoding="utf-8")


def read_headings(export: Path) -> dict[str, str]:
    """Heading by code, in the classification's order."""
    with export.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["Code"]: " ".join(row["Description"].replace("–", "-").split()) for row in rows}


if __name__ == "__main__":
    main()
