"""Write cpv.tsv, the Common Procurement Vocabulary in German and Czech, from the codelist of the EU's eForms SDK.

For developers only; the portal itself reads nothing but the result. README.md beside this file names the source.

    python make_cpv.py eforms-sdk/codelists/cpv.gc cpv.tsv
"""

import argparse
import re
import xml.etree.ElementTree as ET
from pathlib import Path

HEADER = (
    "# Common Procurement Vocabulary (CPV 2008), Regulation (EC) No 213/2008. Labels tidied by make_cpv.py.\n"
    "# Source: Publications Office of the European Union, eForms SDK 1.13.3, CC BY 4.0.\n"
    "# code\tparent\tde\tcs\n"
)
# Abbreviations that end in a full stop, and slips of the pen.
CORRECTIONS = {
    "Fungiziden u. Ä.": "Fungiziden und Ähnlichem",
    "surovin j.n.": "surovin jinde neuvedených",
    "elektroměrů apod.": "elektroměrů a podobně",
    "Aufwachs- & Modellierinstrumente": "Aufwachs- und Modellierinstrumente",
    "Datenbank- und -Betriebssoftwarepaket": "Datenbank- und Betriebssoftwarepaket",
    "-befeuerungsystem": "-befeuerungssystem",
    "Addressbuch": "Adressbuch",
    "Forstwirtschft": "Forstwirtschaft",
    "Fussboden": "Fußboden",
    "Hämorriden": "Hämorrhoiden",
    "Karussels": "Karussells",
    "Schmierpäparate": "Schmierpräparate",
    "Veschiedene": "Verschiedene",
    "Erlenmayerovy": "Erlenmeyerovy",
    "Gastroentrologické": "Gastroenterologické",
    "halogen–, sulfo–, nitro–": "halogen-, sulfo-, nitro-",
    "standardardizační": "standardizační",
    "Sužby": "Služby",
    "vývojpočítačových": "vývoj počítačových",
    "Zpracovanný": "Zpracovaný",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codelist", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()

    labels = read_labels(options.codelist)
    lines = ("\t".join((code, parent(code, labels), *labels[code])) + "\n" for code in sorted(labels))
    options.target.write_text(HEADER + "".join(lines), encoding="utf-8")


def read_labels(codelist: Path) -> dict[str, tuple[str, str]]:
    """German and Czech label by code (eight digits, without the check digit)."""
    rows = (
        {value.get("ColumnRef"): value.findtext("SimpleValue", "") for value in row}
        for row in ET.parse(codelist).iter("Row")  # noqa: S314 - the EU's own file, read by a developer
    )
    return {row["code"]: (tidied(row["deu_label"]), tidied(row["ces_label"])) for row in rows}


def tidied(label: str) -> str:
    for wrong, right in CORRECTIONS.items():
        label = label.replace(wrong, right)
    return re.sub('"([^"]*)"', "„\\1“", " ".join(label.split()))


def parent(code: str, codes: dict[str, tuple[str, str]]) -> str:
    """The nearest code above; the codelist itself skips the level of the seventh digit and leaves some parents out."""
    digits = code.rstrip("0")
    above = (digits[:length].ljust(8, "0") for length in range(len(digits) - 1, 1, -1))
    return next((candidate for candidate in above if candidate in codes), "")


if __name__ == "__main__":
    main()
