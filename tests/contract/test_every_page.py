"""What holds for every page of the portal, in both languages: a new page type is covered on the day it is written."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from wagtail.models import get_page_models


def failing(answers, holds) -> list[str]:
    return [answer.url for answer in answers if not holds(answer)]


def test_every_page_type_is_there_in_both_languages(page_answers):
    seen = {(answer.page.specific_class, answer.language) for answer in page_answers}
    own_types = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]
    assert {(model, language) for model in own_types for language in ("de", "cs")} <= seen


def test_every_page_answers(answers):
    assert len(answers) > 60
    assert not failing(answers, lambda answer: answer.response.status_code == 200)


def test_every_page_names_its_language(answers):
    assert not failing(answers, lambda answer: answer.soup.html["lang"] == answer.language)
    assert not failing(answers, lambda answer: answer.response["Content-Language"] == answer.language)


def test_every_page_has_one_first_heading_and_skips_no_level(answers):
    def in_order(answer) -> bool:
        levels = [int(tag.name[1]) for tag in answer.soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        steps = pairwise(levels)
        return levels.count(1) == 1 and levels[0] == 1 and all(after <= before + 1 for before, after in steps)

    assert not failing(answers, in_order)


def test_every_page_has_a_title_of_its_own_and_a_description(answers):
    assert not failing(answers, lambda answer: answer.soup.title.string.strip().endswith("Glokal"))
    titles = Counter((answer.language, answer.soup.title.string.strip()) for answer in answers)
    assert [title for title, count in titles.items() if count > 1] == []
    indexed = [answer for answer in answers if not answer.soup.find("meta", {"name": "robots"})]
    assert not failing(indexed, lambda answer: answer.soup.find("meta", {"name": "description"})["content"].strip())


def test_every_page_names_its_canonical_address(answers):
    def names_itself(answer) -> bool:
        return answer.soup.find("link", rel="canonical")["href"] == f"http://testserver{answer.url}"

    assert not failing(answers, names_itself)


def test_alternates_are_reciprocal(answers):
    alternates = {}
    for answer in answers:
        links = answer.soup.find_all("link", rel="alternate", hreflang=True)
        alternates[f"http://testserver{answer.url}"] = {
            link["href"] for link in links if link["hreflang"] != "x-default"
        }
    lonely = [url for url, others in alternates.items() if others and url not in others]
    one_sided = [
        (url, other)
        for url, others in alternates.items()
        for other in others
        if url not in alternates.get(other, set())
    ]
    assert lonely == []
    assert one_sided == []


def test_a_missing_translation_is_said_and_led_on_from(db, page_answers):
    alone = [answer for answer in page_answers if len(answer.page.specific.language_versions) == 1]
    assert alone
    for answer in alone:
        other = "cs" if answer.language == "de" else "de"
        switch = answer.soup.find("a", hreflang=other)
        assert Client().get(switch["href"]).status_code == 200
        assert answer.soup.find_all(lang=other), answer.url


def test_every_page_shows_the_funder(answers):
    statements = {"de": "Kofinanziert von der Europäischen Union", "cs": "Spolufinancováno Evropskou unií"}
    assert not failing(answers, lambda answer: statements[answer.language] in answer.soup.get_text(" "))
    assert not failing(answers, lambda answer: answer.soup.find("img", src=lambda src: src and "eu-emblem" in src))


def test_no_page_sets_a_cookie_unless_it_has_a_form_to_post(answers):
    for answer in answers:
        if answer.soup.find("form", method="post"):
            assert set(answer.response.cookies) == {"csrftoken"}
            assert "no-store" in answer.response["Cache-Control"]
        else:
            assert not answer.response.cookies, answer.url


def test_every_page_has_the_strict_policy(answers):
    def strict(answer) -> bool:
        policy = answer.response["Content-Security-Policy"]
        return "unsafe" not in policy and "default-src 'none'" in policy and "script-src 'self'" in policy

    assert not failing(answers, strict)


def test_no_page_has_inline_style_or_script(answers):
    def clean(answer) -> bool:
        soup = answer.soup
        scripts = [tag for tag in soup.find_all("script") if tag.get("type") != "application/ld+json"]
        handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
        return not (
            handlers
            or soup.find_all("style")
            or soup.find_all(style=True)
            or [tag for tag in scripts if not tag.get("src")]
        )

    assert not failing(answers, clean)


def test_no_page_shows_markup_as_text(answers):
    assert not failing(answers, lambda answer: "</" not in answer.soup.body.get_text())


def test_documents_come_in_the_readers_language(page_answers):
    tags = {"download": True, "hreflang": True}
    links = [(answer, tag) for answer in page_answers for tag in answer.soup.find_all("a", attrs=tags)]
    offered = {(answer.language, tag["hreflang"]) for answer, tag in links}
    assert offered == {("de", "de"), ("cs", "cs")}


def test_no_page_loads_anything_from_elsewhere(answers):
    def own(answer) -> bool:
        sources = [tag.get("src") for tag in answer.soup.find_all(src=True)]
        sources += [part.split()[0] for tag in answer.soup.find_all(srcset=True) for part in tag["srcset"].split(",")]
        links = answer.soup.find_all("link", rel=lambda rel: rel in ("stylesheet", "preload", "icon", "modulepreload"))
        sources += [link["href"] for link in links]
        return all(urlsplit(source).netloc in ("", "testserver") for source in sources)

    assert not failing(answers, own)


def test_every_picture_says_what_it_shows_and_how_large_it_is(answers):
    def complete(answer) -> bool:
        return all(
            tag.has_attr("alt") and tag.has_attr("width") and tag.has_attr("height") for tag in answer.soup("img")
        )

    assert not failing(answers, complete)


def test_no_page_shows_a_german_text_for_a_missing_czech_one(answers):
    """A canary for strings outside the catalogues: words of the frame that exist in one language only."""
    german = ("Startseite", "Zum Inhalt", "Weiterlesen", "Veranstalter", "Suchen")
    czech = ("Úvod", "Přeskočit", "Číst dál", "Pořadatel", "Hledat")
    frames = {"de": czech, "cs": german}
    for answer in answers:
        header = answer.soup.find("header").get_text(" ") + answer.soup.find("footer").get_text(" ")
        assert not [word for word in frames[answer.language] if word in header], answer.url


def test_no_link_leads_nowhere(db, page_answers, directory_answers):
    """Crawl: every internal link of every published page, and of some of the entries, leads to what is there."""
    client = Client()
    targets: dict[str, str] = {}
    for answer in page_answers + directory_answers[::4]:
        for tag in answer.soup.find_all("a", href=True):
            target = urldefrag(urljoin(f"http://testserver{answer.url}", tag["href"])).url
            if urlsplit(target).netloc == "testserver":
                targets.setdefault(target.removeprefix("http://testserver"), answer.url)
    broken = {}
    for target, source in targets.items():
        if target.startswith(("/admin/", "/static/")):
            continue
        response = client.get(target, follow=True)
        response.getvalue()  # reads a streamed file to its end, which closes it
        if response.status_code != 200:
            broken[target] = (source, response.status_code)
    assert len(targets) > 100
    assert broken == {}


def test_anchors_within_a_page_lead_to_something(answers):
    def anchored(answer) -> bool:
        anchors = [tag["href"][1:] for tag in answer.soup.find_all("a", href=True) if tag["href"].startswith("#")]
        return all(answer.soup.find(id=anchor) for anchor in anchors)

    assert not failing(answers, anchored)
