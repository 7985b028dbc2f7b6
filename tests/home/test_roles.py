"""What each role may do, tried in the admin itself."""

import io
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Collection, Page, TaskState

from accounts.models import User
from core.models import Institution, PortalDocument, PortalImage
from events.models import EventIndexPage, EventPage
from home import roles
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage
from tests.editing import XHR, add_page, at_work, edit_page, text_body
from tests.factories import EventPageFactory, NewsPageFactory

LANGUAGES = ("de", "cs")


def news_index(language: str) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code=language)


def add_news(user: User, language: str, *, action: str = "", title: str = "Neu") -> NewsPage:
    institution = Institution.objects.get(key="wfs").pk
    response = add_page(
        at_work(user),
        news_index(language),
        NewsPage,
        action=action,
        title=title,
        slug="neu",
        published_on="2026-05-04",
        institution=institution,
        **text_body("Text."),
    )
    assert response.status_code == 302
    return NewsPage.objects.get(title=title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["editor_wfs", "editor_ahk", "operator"])
def test_editor_adds_and_publishes_in_both_trees(request, role, language):
    user = request.getfixturevalue(role)
    page = add_news(user, language, action="publish")
    assert (page.live, page.owner) == (True, user)
    edit_page(at_work(user), page, action="publish", title="Geändert", **text_body("Text."))
    assert NewsPage.objects.get(pk=page.pk).title == "Geändert"


@pytest.mark.parametrize("role", ["editor_wfs", "editor_ahk", "operator"])
def test_editor_may_do_everything_with_any_page(request, role):
    user = request.getfixturevalue(role)
    for page in Page.objects.filter(depth__gt=1):
        permissions = page.permissions_for_user(user)
        assert permissions.can_edit()
        assert permissions.can_publish()
        assert permissions.can_unpublish() or not page.live
        assert permissions.can_lock()


@pytest.mark.parametrize("language", LANGUAGES)
def test_author_adds_news_and_hands_them_in_without_publishing(author, language):
    page = add_news(author, language, action="submit")
    assert (page.live, page.owner) == (False, author)
    (state,) = TaskState.objects.filter(workflow_state__object_id=str(page.pk))
    institution = Institution.objects.get(key={"de": "wfs", "cs": "ahk-services"}[language])
    assert [group.pk for group in state.task.specific.groups.all()] == [institution.editors_id]


@pytest.mark.parametrize(
    ("language", "decides", "waits"), [("de", "editor_wfs", "editor_ahk"), ("cs", "editor_ahk", "editor_wfs")]
)
def test_handed_in_page_waits_for_the_editors_of_its_tree(request, author, language, decides, waits):
    page = add_news(author, language, action="submit")
    state = page.current_workflow_task_state
    decider, other = request.getfixturevalue(decides), request.getfixturevalue(waits)
    assert state in TaskState.objects.reviewable_by(decider)
    assert state not in TaskState.objects.reviewable_by(other)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    at_work(author).post(address)
    assert not NewsPage.objects.get(pk=page.pk).live
    at_work(decider).post(address)
    assert NewsPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("language", LANGUAGES)
def test_author_cannot_publish(author, language):
    page = add_news(author, language)
    response = at_work(author).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "action-publish" not in response.content.decode()
    edit_page(at_work(author), page, action="publish", **text_body("Text."))
    assert not NewsPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("language", LANGUAGES)
def test_author_adds_in_news_and_events_only(author, language):
    may_add = {
        type(page).__name__
        for page in Page.objects.filter(locale__language_code=language, depth__gt=1).specific()
        if page.permissions_for_user(author).can_add_subpage()
    }
    assert may_add == {"NewsIndexPage", "EventIndexPage"}


def test_author_edits_own_pages_only(author, editor_wfs):
    own = NewsPageFactory(title="Eigene", owner=author, publish=False)
    others = [
        NewsPageFactory(title="Andere", owner=editor_wfs, publish=False),
        EventPageFactory(title="Andere", owner=editor_wfs),
        StandardPage.objects.filter(locale__language_code="de").first(),
        HomePage.objects.get(locale__language_code="de"),
        news_index("cs"),
    ]
    client = at_work(author)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk]), headers=XHR).status_code == 200
    for page in others:
        for name in ("edit", "unpublish", "delete"):
            address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
            assert client.get(address, headers=XHR).status_code == 403, (page, name)
    standard = ("wagtailadmin_pages:add", ["home", "standardpage", others[3].pk])
    assert client.get(reverse(standard[0], args=standard[1]), headers=XHR).status_code == 403


def test_author_may_write_events_in_both_languages(author):
    for index in EventIndexPage.objects.all():
        address = reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])
        assert at_work(author).get(address).status_code == 200


def folder(name: str) -> Collection:
    return Collection.objects.get(name=name)


def test_author_uploads_into_the_own_folder_only(author):
    for policy in (image_policy, document_policy):
        assert list(policy.collections_user_has_permission_for(author, "add")) == [folder("IHK Chemnitz")]


def test_author_chooses_from_all_folders(author):
    everything = Collection.objects.count()
    for policy in (image_policy, document_policy):
        assert policy.collections_user_has_permission_for(author, "choose").count() == everything
    chooser = at_work(author).get(reverse("wagtailimages_chooser:choose"))
    assert len(chooser.context["results"].paginator.object_list) == PortalImage.objects.count() > 5


@pytest.mark.parametrize("role", ["editor_wfs", "editor_ahk", "operator"])
def test_editor_manages_files_of_all_folders(request, role):
    user = request.getfixturevalue(role)
    everything = Collection.objects.count()
    for policy in (image_policy, document_policy):
        for action in ("add", "change", "delete", "choose"):
            assert policy.collections_user_has_permission_for(user, action).count() == everything


@pytest.fixture
def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("bild.png", file.getvalue(), content_type="image/png")


@pytest.mark.parametrize("name", ["IHK Chemnitz", "WFS"])
def test_upload_into_a_folder_that_the_author_may_not_use_ends_in_the_own_one(author, picture, name):
    data = {"title": "Bild", "file": picture, "collection": folder(name).pk}
    at_work(author).post(reverse("wagtailimages:add"), data)
    assert not PortalImage.objects.filter(title="Bild").exclude(collection=folder("IHK Chemnitz")).exists()


def test_author_cannot_change_files_of_others(author, editor_wfs):
    image = PortalImage.objects.first()
    document = PortalDocument.objects.first()
    client = at_work(author)
    for address in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
    ):
        assert client.post(address, {"title": "X"}, headers=XHR).status_code == 403
    assert PortalImage.objects.filter(pk=image.pk, title=image.title).exists()
    assert PortalDocument.objects.filter(pk=document.pk, title=document.title).exists()


MODERATORS = {"operator", "editor_wfs", "editor_ahk", "moderator_chemnitz"}
ADMIN = {
    "wagtailusers_users:index": {"operator"},
    "wagtailusers_users:add": {"operator"},
    "wagtailusers_groups:index": {"operator"},
    "wagtailadmin_collections:index": {"operator"},
    "wagtailadmin_workflows:index": {"operator"},
    "core_region_modeladmin_index": {"operator"},
    "core_place_modeladmin_index": {"operator"},
    "core_outboxmessage_modeladmin_index": {"operator"},
    "core_institution_modeladmin_index": {"operator", "editor_wfs", "editor_ahk"},
    "core_topic_modeladmin_index": {"operator", "editor_wfs", "editor_ahk"},
    "wagtailsnippets_core_sharedtext:list": {"operator", "editor_wfs", "editor_ahk"},
    "wagtailredirects:index": {"operator", "editor_wfs", "editor_ahk"},
    "wagtailsnippets_directory_company:list": MODERATORS,
    "wagtailsnippets_directory_company:add": MODERATORS,
    "wagtailsnippets_directory_offer:list": MODERATORS,
    "wagtailsnippets_directory_offer:add": MODERATORS,
    "directory_problemreport_modeladmin_index": MODERATORS,
    "directory_concept_modeladmin_index": {"operator", "editor_wfs", "editor_ahk"},
    "directory_concept_modeladmin_create": {"operator", "editor_wfs", "editor_ahk"},
    "directory_sector_modeladmin_index": {"operator", "editor_wfs", "editor_ahk"},
    "directory_sector_modeladmin_create": {"operator"},
    "directory_certificate_modeladmin_create": {"operator"},
    "directory_objection_modeladmin_index": {"operator"},
    "directory_outside-towns_modeladmin_index": {"operator"},
    "stale_translations": {"author", *MODERATORS},
    "wagtailimages:index": {"author", *MODERATORS},
    "wagtaildocs:index": {"author", *MODERATORS},
}


@pytest.mark.parametrize("role", ["author", *sorted(MODERATORS)])
def test_views_of_the_admin_are_open_to_their_roles(request, role):
    client = at_work(request.getfixturevalue(role))
    found = {name: client.get(reverse(name), headers=XHR).status_code for name in ADMIN}
    assert found == {name: 200 if role in roles else 403 for name, roles in ADMIN.items()}


@pytest.mark.parametrize("setting", ["fundersettings", "portalsettings"])
@pytest.mark.parametrize(("role", "is_open"), [("operator", True), ("editor_ahk", True), ("author", False)])
def test_settings_are_open_to_editors(request, role, setting, is_open):
    address = reverse("wagtailsettings:edit", args=["core", setting])
    response = at_work(request.getfixturevalue(role)).get(address, follow=True, headers=XHR)
    assert (response.status_code == 200) is is_open


def right(name: str) -> Permission:
    return Permission.objects.get(content_type__app_label="directory", codename=name)


def test_editors_of_an_older_installation_lose_their_rights_on_entries_once(db):
    wfs = Institution.objects.get(key="wfs")
    wfs.moderators.delete()
    wfs.editors.permissions.add(right("view_company"), right("change_company"), right("change_problemreport"))
    roles.write()
    wfs.refresh_from_db()
    kept = set(wfs.editors.permissions.values_list("codename", flat=True))
    assert kept.isdisjoint({"view_company", "change_company", "change_problemreport"})
    assert {"change_concept", "access_admin"} <= kept
    assert wfs.moderators.permissions.filter(codename="change_company").exists()
    wfs.editors.permissions.add(right("view_company"))
    roles.write()
    assert wfs.editors.permissions.filter(codename="view_company").exists()


def test_each_institution_has_its_moderators(db):
    names = {each.short_name: each.moderators.name for each in Institution.objects.all()}
    assert names == {name: f"{name}: Moderation / Moderace" for name in names}


def test_nobody_is_a_superuser(editor_wfs, editor_ahk, author, operator):
    assert not any(user.is_superuser for user in (editor_wfs, editor_ahk, author, operator))


@pytest.mark.parametrize("role", ["editor_wfs", "editor_ahk", "author", "operator"])
def test_admin_asks_no_other_host(request, role, settings):
    user = request.getfixturevalue(role)
    client = at_work(user)
    event = EventPage.objects.filter(live=True, locale__language_code="de").first()
    own = NewsPageFactory(title="Eigene", owner=user, publish=False)
    index = event.get_parent()
    addresses = [
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[index.pk]),
        reverse("wagtailadmin_pages:edit", args=[own.pk]),
        reverse("wagtailadmin_pages:history", args=[own.pk]),
        reverse("wagtailadmin_account"),
        reverse("stale_translations"),
        reverse("wagtail_localize:translations_report"),
        reverse("wagtailimages:index"),
    ]
    for address in addresses:
        response = (client if "login" not in address else type(client)()).get(address)
        assert response.status_code == 200, address
        assert foreign_requests(response.content.decode(), settings.SITE_URL) == [], address


def foreign_requests(html: str, site_url: str) -> list[str]:
    """Return what a browser would fetch from another host when it shows the page."""
    soup = BeautifulSoup(html, "html.parser")
    loaded = [tag.get(name) for name in ("src", "data-src", "poster") for tag in soup.find_all(attrs={name: True})]
    loaded += [tag["href"] for tag in soup.find_all("link", href=True)]
    loaded += [part.split()[0] for tag in soup.find_all(srcset=True) for part in tag["srcset"].split(",")]
    hosts = ("gravatar", "releases.wagtail", "wagtail.org/static", "googleapis", "jsdelivr", "unpkg", "cdnjs")
    named = [host for host in hosts if host in html]
    own = urlsplit(site_url).netloc
    return [url for url in loaded if urlsplit(url).netloc not in ("", own)] + named


@pytest.mark.parametrize(("role", "language"), [("editor_wfs", "de"), ("editor_ahk", "cs")])
def test_admin_is_in_the_language_of_its_user(request, role, language):
    html = at_work(request.getfixturevalue(role)).get(reverse("wagtailadmin_home")).content.decode()
    assert BeautifulSoup(html, "html.parser").html["lang"] == language
