"""What holds for every template."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
HTML = [name for name in TEMPLATES if name.endswith(".html") and not name.startswith("emails/")]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", HTML)
def test_template_has_no_inline_script_or_style(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    assert [attributes for attributes in scripts if "src=" not in attributes and "ld+json" not in attributes] == []


@pytest.mark.parametrize("name", [name for name in HTML if name.startswith("components/")])
def test_component_begins_with_its_contract(name):
    text = (FOLDER / name).read_text(encoding="utf-8").lstrip()
    assert text.startswith(("{% comment %}", "{#")), "a component opens with what it takes, in a comment"


@pytest.mark.parametrize("name", HTML)
def test_template_speaks_through_the_catalogues(name):
    """Words between tags stand in a translate tag; only the error page without Django's machinery is an exception."""
    if name == "500.html" or name.startswith("style_guide"):
        return
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% blocktrans.*?{% endblocktrans\w* %}", "", text, flags=re.DOTALL)
    text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text) if word not in {"Glokal", "RSS", "Atom"}]
    assert words == []


def test_component_has_a_class_of_its_name():
    css = "".join(path.read_text(encoding="utf-8") for path in Path(settings.ROOT, "site/static/css").glob("*.css"))
    missing = []
    for path in sorted((FOLDER / "components").rglob("*.html")):
        name = path.stem.replace("_", "-")
        if f".{name}" not in css:
            missing.append(path.name)
    assert missing == []
