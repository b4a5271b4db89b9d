"""Which role may do what with pages, images and documents, in every installation."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from cms_pages.models import NewsIndexPage
from portal.models import PluginState
from portal.roles import Role

DEPARTMENT_ON_PAGES = (
    "add_page",
    "change_page",
    "publish_page",
    "lock_page",
    "unlock_page",
    "bulk_delete_page",
)
DEPARTMENT_ON_FILES = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
# Without publishing: what an editor writes goes to moderation.
EDITOR_ON_NEWS = ("add_page", "change_page")
TRACING_ON_NEWS = ("add_page",)  # notices about places; each edits its own
EDITOR_ON_FILES = ("add_image", "choose_image", "add_document", "choose_document")


def connect(config: AppConfig) -> None:
    """Called once at start-up."""
    post_migrate.connect(give_once, sender=config)
    post_save.connect(give_news, sender=NewsIndexPage)


def give_once(**kwargs: Any) -> None:
    """After migrate: the department's rights on all pages, and its place in the workflow.

    Each part once only, so that what an administrator took away stays away.
    """
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is None or collection is None:  # a database emptied between two tests
        return
    state, _created = PluginState.objects.get_or_create(label="cms_pages")
    for part, give in (("pages", _give_to_editors), ("notices", _give_to_tracing)):
        if part not in state.given:
            give(root, collection)
            state.given.append(part)
            state.save(update_fields=["given"])


def _give_to_editors(root: Page, collection: Collection) -> None:
    department, editors = _group(Role.DEPARTMENT), _group(Role.WARD_EDITOR)
    _give_pages(department, root, DEPARTMENT_ON_PAGES)
    _give_files(department, collection, DEPARTMENT_ON_FILES)
    _give_files(editors, collection, EDITOR_ON_FILES)
    for news in NewsIndexPage.objects.all():
        _give_pages(editors, news, EDITOR_ON_NEWS)
    _name_workflow(department)


def _give_to_tracing(_root: Page, _collection: Collection) -> None:
    for news in NewsIndexPage.objects.all():
        _give_pages(_group(Role.TRACING), news, TRACING_ON_NEWS)


def give_news(instance: NewsIndexPage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A new news section: ward editors may write in it, tracing officials hand notices in."""
    if created and not raw:
        _give_pages(_group(Role.WARD_EDITOR), instance, EDITOR_ON_NEWS)
        _give_pages(_group(Role.TRACING), instance, TRACING_ON_NEWS)


def _group(role: Role) -> Group:
    return Group.objects.get_or_create(name=role.value)[0]


def _permissions(codenames: tuple[str, ...], model: str) -> list[Permission]:
    return list(
        Permission.objects.filter(
            codename__in=[name for name in codenames if name.endswith(f"_{model}")],
            content_type__model=model,
            content_type__app_label__startswith="wagtail",
        )
    )


def _give_pages(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    for permission in _permissions(codenames, "page"):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _give_files(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    for model in ("image", "document"):
        for permission in _permissions(codenames, model):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


def _name_workflow(department: Group) -> None:
    """Wagtail's own moderation goes to the department, under names that it understands."""
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.groups.add(department)
        with override("vi"):
            task.name = _("Approval by the department")
        task.save()
    with override("vi"):
        name = _("Moderation")
    Workflow.objects.filter(name="Moderators approval").update(name=name)
