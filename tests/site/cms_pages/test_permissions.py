"""Who may write and publish: in every installation, given once."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms_pages.models import NewsPage
from cms_pages.permissions import give_once
from portal.models import PluginState
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.cms_pages import (
    DirectivePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return UserFactory(role=Role.DEPARTMENT)


@pytest.fixture
def editor():
    return UserFactory(role=Role.WARD_EDITOR)


@pytest.fixture
def news(home):
    return NewsIndexPageFactory(parent=home)


def test_the_department_may_publish_anything(department, home):
    rights = home.permissions_for_user(department)
    assert (rights.can_add_subpage(), rights.can_edit(), rights.can_publish()) == (True,) * 3


def test_a_ward_editor_may_add_news(editor, news):
    assert news.permissions_for_user(editor).can_add_subpage()


def test_a_ward_editor_may_edit_news_but_not_publish_it(editor, news):
    rights = NewsPageFactory(parent=news).permissions_for_user(editor)
    assert (rights.can_edit(), rights.can_publish()) == (True, False)


def test_a_ward_editor_may_not_touch_directives(editor, directives):
    rights = DirectivePageFactory(parent=directives).permissions_for_user(editor)
    assert not rights.can_edit()
    assert not directives.permissions_for_user(editor).can_add_subpage()


def test_gate_staff_may_write_nothing(news):
    assert not news.permissions_for_user(UserFactory(role=Role.GATE)).can_add_subpage()


def test_a_tracing_official_may_hand_in_notices_but_not_touch_others_news(news):
    official = UserFactory(role=Role.TRACING)
    assert news.permissions_for_user(official).can_add_subpage()
    rights = NewsPageFactory(parent=news).permissions_for_user(official)
    assert (rights.can_edit(), rights.can_publish()) == (False, False)


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.WARD_EDITOR])
def test_both_may_upload_files(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("wagtaildocs:add_multiple")).status_code == 200
    assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200


def test_an_editors_news_goes_to_the_department_for_approval(client, editor, department, news):
    client.force_login(editor)
    data = {
        "title": "Tổ lưu động đến chợ",
        "slug": "",
        "date": "2021-07-20",
        "summary": "",
        "image": "",
        "body": streamfield([]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-submit": "1",
    }
    address = reverse("wagtailadmin_pages:add", args=["cms_pages", "newspage", news.pk])
    response = client.post(address, nested_form_data(data))
    assert response.status_code == 302
    page = NewsPage.objects.get()
    assert (page.slug, page.live) == ("to-luu-dong-den-cho", False)
    task = page.current_workflow_task
    assert task.user_can_access_editor(page, department)
    assert [action for action, *_rest in task.get_actions(page, department)][-1] == "approve"


def test_two_news_of_one_title_get_two_addresses(client, department, news):
    NewsPageFactory(title="Chợ", parent=news)
    client.force_login(department)
    data = {
        "title": "Chợ",
        "slug": "",
        "date": "2021-07-20",
        "body": streamfield([]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "1",
    }
    client.post(
        reverse("wagtailadmin_pages:add", args=["cms_pages", "newspage", news.pk]),
        nested_form_data(data),
    )
    assert sorted(NewsPage.objects.values_list("slug", flat=True)) == ["cho", "cho-2"]


def test_the_workflow_has_a_name_that_officials_understand():
    assert Workflow.objects.filter(name="Kiểm duyệt", active=True).exists()


def test_what_an_administrator_took_away_stays_away():
    group = Group.objects.get(name=Role.DEPARTMENT.value)
    GroupPagePermission.objects.filter(group=group).delete()
    give_once()
    assert not GroupPagePermission.objects.filter(group=group).exists()


def test_an_installation_from_before_gets_them_at_its_next_migrate(news):
    GroupPagePermission.objects.all().delete()
    PluginState.objects.filter(label="cms_pages").delete()
    give_once()
    groups = set(
        GroupPagePermission.objects.filter(page__in=[news, Page.get_first_root_node()]).values_list(
            "group__name", "page__depth"
        )
    )
    assert groups == {
        (Role.DEPARTMENT.value, 1),
        (Role.WARD_EDITOR.value, news.depth),
        (Role.TRACING.value, news.depth),
    }
