"""The drawn pictures of the demo content: a calm set of technical drawings, the same bytes on every run."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from home.demo.drawing import COPPER_TINT, DEEP, HEIGHT, PAPER, PINE_TINT, WIDTH, Palette, Sheet, ruled
from home.demo.motifs import crossing, industry, land, materials, metal, people


@dataclass(frozen=True)
class Picture:
    """A drawing with its title and alternative text in both languages."""

    key: str
    motif: Callable[[Sheet], None]
    palette: Palette
    title_de: str
    title_cs: str
    alt_de: str
    alt_cs: str


def draw(key: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """A picture as PNG; other proportions than 8:5 crop it evenly at both ends."""
    picture = PICTURES[key]
    sheet = Sheet(picture.palette, size)
    ruled(sheet)
    picture.motif(sheet)
    buffer = BytesIO()
    # A palette of 256 keeps every flat colour as it is and halves the file.
    sheet.finished().quantize(256, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


_SET = (
    Picture(
        "machining",
        metal.machining,
        PAPER,
        "Zerspanung",
        "Obrábění",
        "Technische Zeichnung eines Drehteils im Halbschnitt, daneben die Stirnansicht mit Lochkreis",
        "Technický výkres soustruženého dílu v polovičním řezu, vedle něj čelní pohled s roztečnou kružnicí otvorů",
    ),
    Picture(
        "galvanizing",
        metal.galvanizing,
        PINE_TINT,
        "Oberflächentechnik",
        "Povrchové úpravy",
        "Drei Tauchbäder im Schnitt, darüber eine Kranbahn mit Gestellen voller Stahlträger",
        "Tři ponorné lázně v řezu, nad nimi jeřábová dráha se závěsy s ocelovými nosníky",
    ),
    Picture(
        "casting",
        metal.casting,
        DEEP,
        "Gießereitechnik",
        "Slévárenství",
        "Eine Pfanne gießt flüssiges Metall in eine Sandform, die im Schnitt ein Rad zeigt",
        "Z pánve se lije roztavený kov do pískové formy, v jejímž řezu je vidět kolo",
    ),
    Picture(
        "glass",
        materials.glass,
        DEEP,
        "Glas",
        "Sklo",
        "Fünf Stufen einer mundgeblasenen Vase, vom glühenden Posten bis zum fertigen Gefäß im Schnitt",
        "Pět stupňů ručně foukané vázy, od žhavé skloviny na píšťale po hotovou nádobu v řezu",
    ),
    Picture(
        "wood",
        materials.wood,
        PAPER,
        "Holz",
        "Dřevo",
        "Stammquerschnitt mit Jahresringen und zwei Bretter mit Schwalbenschwanzzinken vor dem Fügen",
        "Příčný řez kmenem s letokruhy a dvě prkna s rybinovými čepy před spojením",
    ),
    Picture(
        "textile",
        materials.textile,
        PAPER,
        "Textil",
        "Textil",
        "Zwei Gewebe, links Köper, rechts Leinwandbindung, in der Mitte durch eine Naht verbunden",
        "Dvě tkaniny, vlevo keprová, vpravo plátnová vazba, uprostřed spojené švem",
    ),
    Picture(
        "plastics",
        industry.plastics,
        PAPER,
        "Kunststofftechnik",
        "Zpracování plastů",
        "Spritzgießwerkzeug im Schnitt mit Düse, becherförmigem Formteil, Kühlkanälen und Auswerfern",
        "Vstřikovací forma v řezu s tryskou, výliskem ve tvaru kelímku, chladicími kanály a vyhazovači",
    ),
    Picture(
        "electronics",
        industry.electronics,
        DEEP,
        "Elektronik",
        "Elektronika",
        "Leiterplatte mit zwei Bausteinen, von denen Leiterbahnen zu Kontakten führen",
        "Deska plošných spojů se dvěma obvody, od nichž vedou spoje ke kontaktům",
    ),
    Picture(
        "energy",
        industry.energy,
        PINE_TINT,
        "Energie",
        "Energetika",
        "Windräder auf Hügeln, davor zwei Reihen Solarmodule und eine Freileitung",
        "Větrné elektrárny na kopcích, před nimi dvě řady solárních panelů a nadzemní vedení",
    ),
    Picture(
        "border",
        land.border,
        DEEP,
        "Grenzraum",
        "Příhraničí",
        "Höhenlinien des Erzgebirges mit Elbe und Eger, die Grenze als Naht, Städte als Punkte",
        "Vrstevnice Krušných hor s Labem a Ohří, hranice jako šev, města jako body",
    ),
    Picture(
        "bridge",
        crossing.bridge,
        PAPER,
        "Brücke über die Elbe",
        "Most přes Labe",
        "Ansicht einer stählernen Auslegerbrücke mit zwei Türmen über den Fluss, an den Ufern Hügel",
        "Pohled na ocelový konzolový most se dvěma pylony přes řeku, na březích kopce",
    ),
    Picture(
        "town",
        crossing.town,
        COPPER_TINT,
        "Stadt",
        "Město",
        "Giebelhäuser an einem Marktplatz, dahinter ein Kirchturm mit Zwiebelhaube und Hügel",
        "Štítové domy na náměstí, za nimi kostelní věž s cibulovou bání a kopce",
    ),
    Picture(
        "logistics",
        crossing.logistics,
        PAPER,
        "Logistik",
        "Logistika",
        "Ein Containerzug überquert die als Naht gezeichnete Grenze, ein Portalkran hebt einen Container",
        "Kontejnerový vlak přejíždí hranici nakreslenou jako šev, portálový jeřáb zvedá kontejner",
    ),
    Picture(
        "meeting",
        people.meeting,
        PINE_TINT,
        "Arbeitstreffen",
        "Pracovní setkání",
        "Sechs runde Tische von oben, die Plätze in zwei Farben, durch Nähte miteinander verbunden",
        "Šest kulatých stolů při pohledu shora, místa ve dvou barvách, stoly spojené stehy",
    ),
    Picture(
        "fair",
        people.fair,
        PAPER,
        "Kooperationsbörse",
        "Kooperační burza",
        "Grundriss einer Kooperationsbörse mit vier Reihen von Ständen und einem Rundgang durch die Gänge",
        "Půdorys kooperační burzy se čtyřmi řadami stánků a trasou prohlídky uličkami",
    ),
    Picture(
        "law",
        people.law,
        COPPER_TINT,
        "Recht",
        "Právo",
        "Ein zweispaltiger Vertrag auf einem Stapel Papier, in der Mitte von einer Naht und einem Siegel gehalten",
        "Dvousloupcová smlouva na stohu papírů, uprostřed spojená stehem a opatřená pečetí",
    ),
)

PICTURES: dict[str, Picture] = {picture.key: picture for picture in _SET}
