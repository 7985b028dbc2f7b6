"""Setting up an installation: what is there afterwards, and that doing it again changes nothing."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Revision,
    Site,
    Workflow,
    WorkflowPage,
)
from wagtail_localize.models import StringTranslation, Translation

from core.models import (
    FooterLink,
    FunderSettings,
    Institution,
    Place,
    PortalDocument,
    PortalSettings,
    Region,
    SharedText,
    Topic,
)
from home.roles import OPERATORS

COUNTED = (
    Locale, Page, Revision, Site, Group, Permission, GroupPagePermission, GroupCollectionPermission, Collection,
    Workflow, WorkflowPage, Institution, Region, Place, Topic, SharedText, PortalDocument, PortalSettings,
    FunderSettings, FooterLink, Translation, StringTranslation,
)  # fmt: skip


def set_up() -> None:
    call_command("setup_portal", verbosity=0, stdout=StringIO())


def state() -> dict:
    counts = {model.__name__: model.objects.count() for model in COUNTED}
    rights = {
        "models": sorted(Group.objects.values_list("name", "permissions__codename")),
        "pages": sorted(GroupPagePermission.objects.values_list("group__name", "page__path", "permission__codename")),
        "files": sorted(
            GroupCollectionPermission.objects.values_list("group__name", "collection__name", "permission__codename")
        ),
        "workflows": sorted(WorkflowPage.objects.values_list("page__path", "workflow__name")),
        "pages_written": sorted(Page.objects.values_list("path", "title", "live", "latest_revision")),
    }
    return counts | rights


def test_setup_again_changes_nothing(db):
    before = state()
    set_up()
    assert state() == before


def test_setup_leaves_a_sound_tree(db):
    assert Page.find_problems() == ([], [], [], [], [])


def test_both_trees_stand_under_the_root(db):
    homes = Page.objects.filter(depth=2).order_by("path")
    assert [home.locale.language_code for home in homes] == ["de", "cs"]
    assert len({home.translation_key for home in homes}) == 1
    assert Site.objects.get().root_page == homes[0]
    kinds = {
        home.locale.language_code: sorted(page.specific_class.__name__ for page in home.get_children())
        for home in homes
    }
    assert kinds["de"] == kinds["cs"]
    assert {"NewsIndexPage", "EventIndexPage", "KnowHowIndexPage", "ContactPage"} <= set(kinds["de"])


def test_examples_of_wagtail_are_gone(db):
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()


def test_rights_given_by_hand_stay(db):
    group = Institution.objects.get(key="ihk-chemnitz").editors
    by_hand = Permission.objects.get(codename="change_topic")
    group.permissions.add(by_hand)
    own = Group.objects.create(name="Praktikum")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="lock_page")
    GroupPagePermission.objects.create(group=own, page=Page.objects.get(depth=1), permission=right)
    set_up()
    assert by_hand in group.permissions.all()
    assert own.page_permissions.get().permission == right


def test_workflow_changed_by_hand_stays(db):
    home = Page.objects.get(depth=2, locale__language_code="de")
    own = Workflow.objects.create(name="Vier Augen")
    WorkflowPage.objects.filter(page=home).update(workflow=own)
    set_up()
    assert WorkflowPage.objects.get(page=home).workflow == own


def test_page_that_an_editor_deleted_or_wrote_anew_stays_so(db):
    imprint = Page.objects.get(slug="impressum")
    help_page = Page.objects.get(slug="hilfe").specific
    imprint.delete()
    help_page.title = "Hilfe und Fragen"
    help_page.save_revision().publish()
    set_up()
    assert not Page.objects.filter(slug="impressum").exists()
    assert Page.objects.get(slug="hilfe").title == "Hilfe und Fragen"


def test_group_that_was_renamed_is_not_made_again(db):
    group = Institution.objects.get(key="wfs").editors
    group.name = "WFS Presse"
    group.save()
    before = Group.objects.count()
    set_up()
    assert Group.objects.count() == before
    assert Institution.objects.get(key="wfs").editors == group


def test_site_follows_the_environment(db, settings):
    settings.SITE_URL = "https://portal.example.eu"
    set_up()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("portal.example.eu", 443, True)


@pytest.mark.parametrize("language", ["de", "cs"])
def test_tree_is_approved_by_its_institution(db, language):
    home = Page.objects.get(depth=2, locale__language_code=language)
    (task,) = home.get_workflow().tasks
    institution = Institution.objects.get(key={"de": "wfs", "cs": "ahk-services"}[language])
    assert [group.pk for group in task.specific.groups.all()] == [institution.editors_id]


def test_two_groups_per_institution_and_one_for_operators(db):
    groups = set(Group.objects.values_list("pk", flat=True))
    of_institutions = {pk for pair in Institution.objects.values_list("editors", "moderators") for pk in pair}
    assert groups == of_institutions | {Group.objects.get(name=OPERATORS).pk}
    assert len(of_institutions) == 2 * Institution.objects.count() == 12
