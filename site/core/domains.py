"""The domain that an address on the web belongs to, where it tells whose it is."""

from urllib.parse import urlsplit

#: Below these, domains are registered at the third level.
SECOND_LEVELS = {
    *(f"{name}.uk" for name in ("co", "org", "ltd", "plc", "me", "net")),
    *("co.at", "or.at", "com.pl", "net.pl", "org.pl", "waw.pl", "co.cz", "com.de"),
}
#: Where many have their pages: free hosts, builders of sites, networks, directories and marketplaces.
SHARED = set(
    """
    webnode.cz webnode.com webnode.page webnode.de webnode.sk estranky.cz wz.cz ic.cz xf.cz mypage.cz unas.cz
    tode.cz websnadno.cz webgarden.cz webmium.com sweb.cz blog.cz rajce.net firmy.cz zivefirmy.cz
    najisto.cz hyperinzerce.cz bazos.cz sbazar.cz heureka.cz myshoptet.com shoptet.cz eshop-rychle.cz skyrock.com
    inshop.cz webareal.cz solidpixels.com mozello.cz mozello.com
    jimdo.com jimdofree.com jimdosite.com jimdo.de wixsite.com wix.com editorx.io strikingly.com
    beepworld.de de.tl npage.de hpage.com hpage.de page4.com page4.me oyla.de homepage.eu homepage-baukasten.de
    t-online.de arcor.de beep.com repage.de yolasite.com web.de gmx.de gmx.net freenet.de lima-city.de bplaced.net
    kilu.de chayns.site chayns.net gelbeseiten.de dasoertliche.de 11880.com meinestadt.de wlw.de europages.com
    kleinanzeigen.de ebay.de ebay.com ebay-kleinanzeigen.de etsy.com dawanda.com amazon.de amazon.com mobile.de
    autoscout24.de immobilienscout24.de xing.com
    wordpress.com blogspot.com blogspot.de blogspot.cz tumblr.com weebly.com squarespace.com webflow.io
    google.com google.de google.cz goo.gl business.site facebook.com fb.com instagram.com linkedin.com youtube.com
    twitter.com x.com tiktok.com pinterest.com github.io gitlab.io netlify.app vercel.app pages.dev carrd.co linktr.ee
    godaddysites.com mystrikingly.com site123.me ucoz.com ucoz.de myshopify.com shopify.com
    """.split()  # noqa: SIM905 - legible as words
)


def registered_domain(url: str) -> str:
    """Return whose an address is, such as ``firma.cz`` for ``https://www.eshop.firma.cz/``; nothing where many share.

    ``url`` may lack the scheme. International names come back in their ASCII form.
    """
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
        labels = host.rstrip(".").encode("idna").decode().lower().split(".")
    except (UnicodeError, ValueError):
        return ""
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    length = 3 if ".".join(labels[-2:]) in SECOND_LEVELS else 2
    domain = ".".join(labels[-length:])
    return "" if domain in SHARED or len(labels) < length else domain
