"""Who may do what at the addresses of wagtail-localize, and that a refused request changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page, PageViewRestriction, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource
from wagtail_localize.wagtail_hooks import register_admin_urls

from accounts.models import User
from core.models import SharedText
from events.models import EventIndexPage
from home.models import HomePage, StandardPage
from news.models import NewsPage
from tests.editing import XHR, at_work
from tests.factories import NewsPageFactory

ROLES = ("editor_wfs", "editor_ahk", "operator", "author", "in_one_subtree", "without_pages")
EDITING = ("editor_wfs", "editor_ahk", "operator")


def person(email: str, *page_rights: tuple[Page, str]) -> User:
    """Someone with access to the admin, wagtail-localize's own right, and the page rights given."""
    group = Group.objects.create(name=email)
    rights = ("access_admin", "submit_translation")
    group.permissions.set(Permission.objects.filter(codename__in=rights))
    for page, action in page_rights:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=page, permission=right)
    user = User.objects.create_user(email, "grenzenlos-bez-hranic")
    user.groups.add(group)
    return user


@pytest.fixture
def in_one_subtree(db) -> User:
    index = EventIndexPage.objects.get(locale__language_code="cs")
    return person("terminy@example.org", (index, "add"), (index, "change"), (index, "publish"))


@pytest.fixture
def without_pages(db) -> User:
    return person("nikde@example.org")


@dataclass
class World:
    live: NewsPage
    others_draft: NewsPage
    own_draft: NewsPage
    private: NewsPage
    standard: StandardPage
    snippet: SharedText
    translation: Translation

    @property
    def target(self) -> Page:
        return self.translation.get_target_instance()


@pytest.fixture
def world(translated, author, editor_ahk) -> World:
    """Pages and a snippet that are not translated yet, and a Czech news page with its German translation."""
    private = NewsPageFactory(language="cs", title="Interní", owner=editor_ahk)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    german = Locale.objects.get(language_code="de")
    standard = StandardPage(title="Nur deutsch", slug="nur-deutsch", locale=german)
    HomePage.objects.get(locale=german).add_child(instance=standard)
    return World(
        live=NewsPageFactory(language="cs", title="Veřejné", owner=editor_ahk),
        others_draft=NewsPageFactory(language="cs", title="Rozepsané", publish=False, owner=editor_ahk),
        own_draft=NewsPageFactory(language="cs", title="Vlastní", publish=False, owner=author),
        private=private,
        standard=standard,
        snippet=SharedText.objects.create(locale=german, title="Kasten", text="<p>Nur deutsch.</p>"),
        translation=translated,
    )


def fingerprint() -> list:
    """Everything that a translation could have changed."""
    return [
        list(Page.objects.order_by("pk").values_list("pk", "title", "draft_title", "live", "alias_of")),
        list(SharedText.objects.order_by("pk").values_list("pk", "title", "text")),
        list(Translation.objects.order_by("pk").values_list("pk", "enabled")),
        list(TranslationSource.objects.order_by("pk").values_list("pk", "content_json", "last_updated_at")),
        list(StringTranslation.objects.order_by("pk").values_list("pk", "data", "translation_type")),
        list(SegmentOverride.objects.order_by("pk").values_list("pk", "data_json")),
        Revision.objects.count(),
    ]


Act = Callable[..., object]


def submit(name: str, method: str, **data) -> Act:
    def act(client, world):
        instance = getattr(world, name)
        locale = Locale.objects.exclude(pk=instance.locale_id).get()
        if isinstance(instance, Page):
            address = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
        else:
            address = reverse("wagtail_localize:submit_snippet_translation", args=["core", "sharedtext", instance.pk])
        return getattr(client, method)(address, {"locales": [locale.pk], **data}, headers=XHR)

    return act


def update(method: str, **data) -> Act:
    def act(client, world):
        address = reverse("wagtail_localize:update_translations", args=[world.translation.source_id])
        return getattr(client, method)(address, data, headers=XHR)

    return act


def translate(name: str, method: str = "post", data: Callable[[World], dict] = lambda world: {}) -> Act:
    def act(client, world):
        address = reverse(f"wagtail_localize:{name}", args=[world.translation.pk])
        return getattr(client, method)(address, data(world), headers=XHR)

    return act


def snippets(name: str, *, one: bool = False) -> Act:
    def act(client, world):
        args = ["core", "sharedtext", *([world.snippet.pk] if one else [])]
        return client.get(reverse(f"wagtail_localize:{name}", args=args), headers=XHR)

    return act


def write_string(method: str) -> Act:
    def act(client, world):
        segment = world.translation.source.stringsegment_set.get(context__path="title")
        address = reverse("wagtail_localize:edit_string_translation", args=[world.translation.pk, segment.pk])
        return getattr(client, method)(address, "value=Neu", content_type=FORM, headers=XHR)

    return act


def write_override(method: str) -> Act:
    def act(client, world):
        segment = world.translation.source.overridablesegment_set.get()
        address = reverse("wagtail_localize:edit_override", args=[world.translation.pk, segment.pk])
        return getattr(client, method)(address, "value=1", content_type=FORM, headers=XHR)

    return act


def convert(method: str) -> Act:
    def act(client, world):
        return getattr(client, method)(
            reverse("wagtail_localize:convert_to_alias", args=[world.target.pk]), headers=XHR
        )

    return act


def po_file(world: World) -> dict:
    content = str(world.translation.export_po()).replace("(de)", "(neu)")
    return {"file": SimpleUploadedFile("de.po", content.encode())}


FORM = "application/x-www-form-urlencoded"
#: What is done, the status for who may, and who that is; everybody else gets 403.
TABLE: dict[str, tuple[Act, int, tuple[str, ...]]] = {
    "open the form for a published page": (submit("live", "get"), 200, (*EDITING, "author")),
    "submit a published page": (submit("live", "post"), 302, (*EDITING, "author")),
    "open the form for a draft of others": (submit("others_draft", "get"), 200, EDITING),
    "submit a draft of others": (submit("others_draft", "post"), 302, EDITING),
    "submit a draft of the author": (submit("own_draft", "post"), 302, (*EDITING, "author")),
    "submit a private page": (submit("private", "post"), 302, EDITING),
    "open the form for a standard page": (submit("standard", "get"), 200, EDITING),
    "submit a standard page": (submit("standard", "post"), 302, EDITING),
    "open the form for a snippet": (submit("snippet", "get"), 200, EDITING),
    "submit a snippet": (submit("snippet", "post"), 302, EDITING),
    "open the synchronisation": (update("get"), 200, EDITING),
    "synchronise": (update("post"), 302, EDITING),
    "synchronise and publish": (update("post", publish_translations="on"), 302, EDITING),
    "synchronise by machine": (update("post", use_machine_translation="on"), 302, EDITING),
    "list snippets": (snippets("snippets_api_listing"), 200, EDITING),
    "read a snippet": (snippets("snippets_api_detail", one=True), 200, EDITING),
    "write a sentence": (write_string("put"), 200, EDITING),
    "delete a sentence": (write_string("delete"), 200, EDITING),
    "override a link": (write_override("put"), 201, EDITING),
    "download the PO file": (translate("download_pofile", "get"), 200, EDITING),
    "upload a PO file": (translate("upload_pofile", data=po_file), 302, EDITING),
    "translate by machine": (translate("machine_translate"), 302, EDITING),
    "preview": (translate("preview_translation", "get"), 200, EDITING),
    "stop the translation": (translate("stop_translation"), 302, EDITING),
    "ask about an alias": (convert("get"), 200, EDITING),
    "turn into an alias": (convert("post"), 302, EDITING),
}


def outcome_of(action: str, client, world: World) -> tuple[int, bool]:
    """Return the status and whether anything changed, and undo it."""
    before = fingerprint()
    savepoint = transaction.savepoint()
    status = TABLE[action][0](client, world).status_code
    has_changed = fingerprint() != before
    transaction.savepoint_rollback(savepoint)
    return status, has_changed


@pytest.mark.parametrize("role", ROLES)
def test_actions_are_open_to_who_may_and_change_nothing_for_others(request, world, role):
    client = at_work(request.getfixturevalue(role))
    outcomes = {action: outcome_of(action, client, world) for action in TABLE}
    statuses = {action: status for action, (status, _has_changed) in outcomes.items()}
    assert statuses == {action: status if role in roles else 403 for action, (_act, status, roles) in TABLE.items()}
    assert not [action for action, (status, has_changed) in outcomes.items() if has_changed and status == 403]


def test_actions_are_closed_to_who_is_not_signed_in(client, world):
    for action in TABLE:
        status, has_changed = outcome_of(action, client, world)
        assert (status, has_changed) == (403, False), action


def test_every_address_of_wagtail_localize_is_in_the_table():
    """One that comes with a new version has to be thought about first."""
    (prefix,) = register_admin_urls()
    assert {pattern.name for pattern in prefix.url_patterns} == {
        "javascript_catalog",
        "submit_page_translation",
        "submit_snippet_translation",
        "update_translations",
        "edit_string_translation",
        "edit_override",
        "download_pofile",
        "upload_pofile",
        "machine_translate",
        "preview_translation",
        "stop_translation",
        "convert_to_alias",
        "translations_report",
        "translations_report_results",
        "snippets_api_listing",
        "snippets_api_detail",
    }


def test_refused_person_is_led_back_with_a_message(world, without_pages):
    response = at_work(without_pages).get(reverse("wagtail_localize:submit_page_translation", args=[world.live.pk]))
    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize("role", ["author", "editor_wfs"])
def test_translation_of_a_published_page_begins_as_a_draft(request, world, role):
    submit("live", "post")(at_work(request.getfixturevalue(role)), world)
    german = NewsPage.objects.get(translation_key=world.live.translation_key, locale__language_code="de")
    assert not german.live


@pytest.mark.parametrize(("role", "status"), [("editor_wfs", 302), ("operator", 302), ("author", 403)])
def test_subtree_is_open_to_who_may_see_and_add_all_of_it(request, world, role, status):
    index = world.live.get_parent()
    german = index.get_translations().get()
    Page.objects.filter(pk=german.pk).update(alias_of=index)  # as where only pages below were translated
    before = fingerprint()
    address = reverse("wagtail_localize:submit_page_translation", args=[index.pk])
    data = {"locales": [german.locale_id], "include_subtree": "on"}
    response = at_work(request.getfixturevalue(role)).post(address, data, headers=XHR)
    assert response.status_code == status
    assert (fingerprint() == before) is (status == 403)
    assert Page.objects.filter(translation_key=world.others_draft.translation_key).count() == 1 + (status == 302)
    assert world.target.live


def test_subtree_with_a_draft_of_others_is_closed_to_an_author_who_may_add_both(world, author):
    """The rights at the top are not enough: each page below is asked for."""
    index = world.live.get_parent()
    german = index.get_translations().get()
    Page.objects.filter(pk=german.pk).update(alias_of=index, live=False)
    Page.objects.filter(pk=german.pk).update(owner=author)
    home = german.get_parent()
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=author.groups.get(), page=home, permission=right)
    address = reverse("wagtail_localize:submit_page_translation", args=[index.pk])
    client = at_work(author)
    data = {"locales": [german.locale_id]}
    before = fingerprint()
    assert client.post(address, data | {"include_subtree": "on"}, headers=XHR).status_code == 403
    assert fingerprint() == before
    assert client.post(address, data, headers=XHR).status_code == 302


def page_with(snippet: SharedText, owner: User) -> NewsPage:
    page = NewsPageFactory(language="de", title="Mit Kasten", owner=owner)
    page.body = [("shared_text", snippet)]
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


@pytest.mark.parametrize(("role", "status"), [("editor_wfs", 302), ("author", 403)])
def test_untranslated_snippet_that_a_page_shows_needs_the_right_to_add_it(request, world, author, role, status):
    page = page_with(world.snippet, author)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    locale = Locale.objects.get(language_code="cs")
    response = at_work(request.getfixturevalue(role)).post(address, {"locales": [locale.pk]}, headers=XHR)
    assert response.status_code == status
    assert SharedText.objects.filter(translation_key=world.snippet.translation_key).count() == 1 + (status == 302)


def test_translated_snippet_that_a_page_shows_is_no_hindrance(world, author):
    shown = SharedText.objects.filter(locale__language_code="de", translation_key__isnull=False).exclude(
        pk=world.snippet.pk
    )[0]
    assert shown.get_translations().exists()
    page = page_with(shown, author)
    before = list(SharedText.objects.order_by("pk").values_list("pk", "title", "text"))
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    locale = Locale.objects.get(language_code="cs")
    assert at_work(author).post(address, {"locales": [locale.pk]}, headers=XHR).status_code == 302
    assert list(SharedText.objects.order_by("pk").values_list("pk", "title", "text")) == before


@pytest.mark.parametrize("locales", [[], ["999999"], ["x"], ["99999999999999999999999"], ["²"]])
def test_locale_that_does_not_exist_is_an_error_of_the_form(world, editor_wfs, locales):
    before = fingerprint()
    address = reverse("wagtail_localize:submit_page_translation", args=[world.live.pk])
    assert at_work(editor_wfs).post(address, {"locales": locales}).status_code == 200
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("role", "titles"), [("editor_wfs", 1), ("author", 1), ("in_one_subtree", 0), ("without_pages", 0)]
)
@pytest.mark.parametrize("name", ["translations_report", "translations_report_results"])
def test_report_shows_only_what_the_person_may_see(request, world, role, titles, name):
    client = at_work(request.getfixturevalue(role))
    response = client.get(reverse(f"wagtail_localize:{name}"), {"source_title": "Zinkovna"})
    assert response.status_code == 200
    assert len(response.context["object_list"]) == titles
    assert len(client.get(reverse(f"wagtail_localize:{name}")).context["object_list"]) >= titles


@pytest.mark.parametrize(("role", "sees"), [("editor_wfs", True), ("author", False)])
def test_report_hides_snippets_from_who_has_no_right_to_them(request, world, role, sees):
    shared = Translation.objects.filter(source__specific_content_type__model="sharedtext").first()
    query = {"content_type": shared.source.specific_content_type_id}
    response = at_work(request.getfixturevalue(role)).get(reverse("wagtail_localize:translations_report"), query)
    assert (shared in response.context["object_list"]) is sees
    assert bool(response.context["object_list"]) is sees


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "java\tscript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x"]
)
def test_link_in_a_translation_cannot_run_a_script(world, editor_wfs, value):
    segment = world.translation.source.overridablesegment_set.get()
    address = reverse("wagtail_localize:edit_override", args=[world.translation.pk, segment.pk])
    response = at_work(editor_wfs).put(address, urlencode({"value": value}), content_type=FORM)
    assert response.status_code == 400
    assert not SegmentOverride.objects.exists()


def test_sentence_is_read_from_what_a_browser_sends(world, editor_wfs):
    segment = world.translation.source.stringsegment_set.get(context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[world.translation.pk, segment.pk])
    body = encode_multipart(BOUNDARY, {"value": "Größe: 4 m"})
    assert at_work(editor_wfs).put(address, body, content_type=MULTIPART_CONTENT).status_code == 200
    assert StringTranslation.objects.get(translation_of=segment.string, context=segment.context).data == "Größe: 4 m"


@pytest.mark.parametrize("body", ["", "wert=1"])
def test_sentence_without_a_value_is_a_bad_request(world, editor_wfs, body):
    before = fingerprint()
    segment = world.translation.source.stringsegment_set.get(context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[world.translation.pk, segment.pk])
    assert at_work(editor_wfs).put(address, body, content_type=FORM).status_code == 400
    assert fingerprint() == before


def test_markup_in_a_sentence_is_not_put_on_the_page(world, editor_wfs, client):
    segment = world.translation.source.stringsegment_set.exclude(context__path__in=["title", "slug"]).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[world.translation.pk, segment.pk])
    editor = at_work(editor_wfs)
    response = editor.put(address, "value=<img src=x onerror=alert(1)>Text", content_type=FORM)
    assert response.json()["error"]
    editor.post(reverse("wagtailadmin_pages:edit", args=[world.target.pk]), {"action": "publish"})
    assert b"onerror" not in client.get(world.target.url).content


@pytest.mark.parametrize("name", ["edit_string_translation", "edit_override"])
def test_sentence_of_another_source_does_not_belong_to_the_translation(world, editor_wfs, name):
    other = Translation.objects.exclude(source_id=world.translation.source_id)
    other = other.filter(source__overridablesegment__isnull=False, source__stringsegment__isnull=False).first()
    kind = "stringsegment_set" if name == "edit_string_translation" else "overridablesegment_set"
    segment = getattr(other.source, kind).first()
    before = fingerprint()
    address = reverse(f"wagtail_localize:{name}", args=[world.translation.pk, segment.pk])
    assert at_work(editor_wfs).put(address, "value=1", content_type=FORM).status_code == 404
    assert fingerprint() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"kein PO", b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', None],
    ids=["empty", "bytes", "text", "no translation named", "no file"],
)
def test_po_file_of_no_use_is_refused_without_an_error_of_the_server(world, editor_wfs, content):
    before = fingerprint()
    data = {} if content is None else {"file": SimpleUploadedFile("de.po", content)}
    response = at_work(editor_wfs).post(reverse("wagtail_localize:upload_pofile", args=[world.translation.pk]), data)
    assert response.status_code in (302, 400)
    assert fingerprint() == before


def test_po_file_of_another_translation_is_refused(world, editor_wfs):
    other = Translation.objects.exclude(pk=world.translation.pk).first()
    data = {"file": SimpleUploadedFile("de.po", str(other.export_po()).encode())}
    before = fingerprint()
    at_work(editor_wfs).post(reverse("wagtail_localize:upload_pofile", args=[world.translation.pk]), data)
    assert fingerprint() == before


LOCKED_OUT = (
    "write a sentence",
    "override a link",
    "upload a PO file",
    "translate by machine",
    "stop the translation",
)


def test_locked_translation_is_locked_for_others(world, editor_wfs, editor_ahk):
    Page.objects.filter(pk=world.target.pk).update(locked=True, locked_by=editor_ahk)
    actions = (*LOCKED_OUT, "turn into an alias", "synchronise and publish")
    assert {action: outcome_of(action, at_work(editor_wfs), world) for action in actions} == dict.fromkeys(
        actions, (403, False)
    )
    assert [outcome_of(action, at_work(editor_ahk), world)[0] for action in actions] == [
        TABLE[action][1] for action in actions
    ]


def test_locked_translation_cannot_be_published_from_the_side_by_side_editor(world, editor_wfs, editor_ahk):
    Page.objects.filter(pk=world.target.pk).update(locked=True, locked_by=editor_ahk)
    before = fingerprint()
    address = reverse("wagtailadmin_pages:edit", args=[world.target.pk])
    assert at_work(editor_wfs).post(address, {"action": "publish"}, headers=XHR).status_code == 403
    assert fingerprint() == before
    assert at_work(editor_ahk).post(address, {"action": "publish"}).status_code == 302


@pytest.fixture
def authors_translation(world, author) -> Translation:
    """The author's own page, published by an editor, and its translation, a draft of the author's."""
    world.own_draft.latest_revision.publish()
    submit("own_draft", "post")(at_work(author), world)
    return Translation.objects.get(source__object_id=world.own_draft.translation_key)


def test_author_translates_an_own_page_but_does_not_publish(world, author, authors_translation):
    client = at_work(author)
    target = authors_translation.get_target_instance()
    assert target.owner == author
    address = reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert client.get(address).status_code == 200
    segment = authors_translation.source.stringsegment_set.get(context__path="title")
    string = reverse("wagtail_localize:edit_string_translation", args=[authors_translation.pk, segment.pk])
    assert client.put(string, "value=Eigenes", content_type=FORM).status_code == 201
    before = fingerprint()
    assert client.post(address, {"action": "publish"}, headers=XHR).status_code == 403
    update_address = reverse("wagtail_localize:update_translations", args=[authors_translation.source_id])
    assert client.post(update_address, {"publish_translations": "on"}, headers=XHR).status_code == 403
    alias = reverse("wagtail_localize:convert_to_alias", args=[target.pk])
    assert client.post(alias, headers=XHR).status_code == 403
    assert fingerprint() == before
    assert not authors_translation.get_target_instance().live


def test_page_that_has_no_translation_cannot_become_an_alias(world, editor_wfs):
    address = reverse("wagtail_localize:convert_to_alias", args=[world.live.pk])
    assert at_work(editor_wfs).post(address).status_code == 404
