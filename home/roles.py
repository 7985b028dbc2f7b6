"""Who may do what in the admin: one group per institution and one for operators, with rights, folders and workflow."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.models import Institution

from .content.pages import find

OPERATORS = "Betrieb / Provoz"
#: Institutions whose people edit and publish everywhere; the others' write and hand in for approval.
EDITING = ("wfs", "ahk-services")

AUTHOR_PAGES = ("add",)
EDITOR_PAGES = ("add", "change", "publish", "lock", "unlock")
OPERATOR_PAGES = (*EDITOR_PAGES, "bulk_delete")
EDITOR_FILES = ("add", "change", "choose", "delete")

AUTHOR_MODELS = ("wagtailadmin.access_admin", "wagtail_localize.submit_translation")
EDITOR_MODELS = (
    *AUTHOR_MODELS,
    *(f"core.{action}_sharedtext" for action in ("add", "change", "delete")),
    *(f"core.{action}_topic" for action in ("add", "change")),
    "core.change_institution",
    "core.change_fundersettings",
    "core.change_portalsettings",
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    *(f"directory.{action}_concept" for action in ("add", "change")),
    *(f"directory.view_{model}" for model in ("sector", "certificate", "language")),
)
#: What moderators may do with entries; with which ones, ``directory.rights`` says.
ENTRIES = (
    *(
        f"directory.{action}_{model}"
        for model in ("company", "offer")
        for action in ("view", "add", "change", "lock", "unlock")
    ),
    "directory.change_problemreport",
    "directory.view_registercheck",
    *(f"directory.{action}_membership" for action in ("add", "change", "delete")),
)
MODERATOR_MODELS = ("wagtailadmin.access_admin", *ENTRIES)
OPERATOR_MODELS = (
    *EDITOR_MODELS,
    *ENTRIES,
    "directory.moderate_everywhere",
    *(
        f"core.{action}_{model}"
        for model in ("institution", "region", "place")
        for action in ("add", "change", "delete")
    ),
    *(
        f"directory.{action}_{model}"
        for model in ("sector", "certificate", "language", "objection")
        for action in ("add", "change", "delete")
    ),
    *(f"directory.delete_{model}" for model in ("company", "offer", "concept", "problemreport")),
    "directory.view_location",
    "core.delete_topic",
    "core.view_outboxmessage",
    "core.view_jobrun",
    *(f"accounts.{action}_user" for action in ("add", "change", "delete")),
    *(f"auth.{action}_group" for action in ("add", "change", "delete")),
    *(f"wagtailcore.{action}_workflow" for action in ("add", "change", "delete")),
    *(f"wagtailcore.{action}_task" for action in ("add", "change", "delete")),
    "wagtailcore.change_site",
)

MANAGE_FOLDERS = [f"{action}_collection" for action in ("add", "change", "delete")]

#: The folder of proofs of certificates.
PROOFS = "Nachweise / Doklady"

#: Approval by language tree: whose editors decide on what authors hand in there.
APPROVAL = {"de": ("wfs", "Freigabe WFS"), "cs": ("ahk-services", "Schválení AHK Services")}


@transaction.atomic
def write() -> list[str]:
    """Write groups, rights, folders and workflow; returns the groups' names. Rights given by hand stay."""
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()  # Wagtail's examples
    institutions = Institution.objects.all()
    groups = [write_group(each) for each in institutions for write_group in (_write_writers, _write_moderators)]
    operators, _created = Group.objects.get_or_create(name=OPERATORS)
    _grant_models(operators, OPERATOR_MODELS)
    _grant_pages(operators, [Page.get_first_root_node()], OPERATOR_PAGES)
    _grant_files(operators, Collection.get_first_root_node(), EDITOR_FILES)
    # Wagtail asks for the right to manage folders per folder, not per model.
    _grant_in_folder(operators, Collection.get_first_root_node(), "wagtailcore", MANAGE_FOLDERS)
    _write_folder_of_proofs()
    _write_workflows()
    return [group.name for group in [*groups, operators]]


def _write_writers(institution: Institution) -> Group:
    edits = institution.key in EDITING
    name = f"{institution.short_name}: {'Redaktion / Redakce' if edits else 'Autoren / Autoři'}"
    group = institution.editors or Group.objects.get_or_create(name=name)[0]
    if institution.editors is None:
        institution.editors = group
        institution.save(update_fields=["editors"])
    folder = _folder(institution.short_name)
    if edits:
        _grant_models(group, EDITOR_MODELS)
        _grant_pages(group, _versions("home"), EDITOR_PAGES)
        _grant_files(group, Collection.get_first_root_node(), EDITOR_FILES)
    else:
        _grant_models(group, AUTHOR_MODELS)
        _grant_pages(group, [*_versions("news"), *_versions("events")], AUTHOR_PAGES)
        _grant_own_files(group, folder)
    return group


def _write_moderators(institution: Institution) -> Group:
    group = institution.moderators
    if group is None:
        group, _created = Group.objects.get_or_create(name=f"{institution.short_name}: Moderation / Moderace")
        institution.moderators = group
        institution.save(update_fields=["moderators"])
        if institution.editors:
            _withdraw_models(institution.editors, ENTRIES)  # which they had before there were moderators
    _grant_models(group, MODERATOR_MODELS)
    _grant_own_files(group, _folder(institution.short_name))
    _grant_in_folder(group, _folder(PROOFS), "wagtaildocs", ["add_document", "choose_document"])
    return group


def _write_folder_of_proofs() -> None:
    """What companies prove their certificates with: for their moderators and operators alone."""
    restriction, created = CollectionViewRestriction.objects.get_or_create(
        collection=_folder(PROOFS), restriction_type=CollectionViewRestriction.GROUPS
    )
    if created:
        restriction.groups.add(Group.objects.get(name=OPERATORS))
    restriction.groups.add(*Group.objects.filter(moderated_for__isnull=False))


def _folder(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _versions(key: str) -> list[Page]:
    page = find("ready", key)
    return list(page.get_translations(inclusive=True)) if page else []


def _grant_models(group: Group, names: tuple[str, ...]) -> None:
    for name in names:
        app_label, codename = name.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))


def _withdraw_models(group: Group, names: tuple[str, ...]) -> None:
    for name in names:
        app_label, codename = name.split(".")
        group.permissions.remove(Permission.objects.get(content_type__app_label=app_label, codename=codename))


def _grant_pages(group: Group, pages: list[Page], actions: tuple[str, ...]) -> None:
    for page in pages:
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _grant_files(group: Group, folder: Collection, actions: tuple[str, ...]) -> None:
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        _grant_in_folder(group, folder, app_label, [f"{action}_{model}" for action in actions])


def _grant_own_files(group: Group, folder: Collection) -> None:
    """All files to choose from, and those of the own folder to look after."""
    _grant_files(group, folder, EDITOR_FILES)
    _grant_files(group, Collection.get_first_root_node(), ("choose",))


def _grant_in_folder(group: Group, folder: Collection, app_label: str, codenames: list[str]) -> None:
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=folder, permission=permission)


def _write_workflows() -> None:
    Workflow.objects.filter(name="Moderators approval").delete()  # Wagtail's example
    for home in _versions("home"):
        key, name = APPROVAL[home.locale.language_code]
        workflow, created = Workflow.objects.get_or_create(name=name)
        if created:
            task = GroupApprovalTask.objects.create(name=name)
            task.groups.add(Institution.objects.get(key=key).editors)
            WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
