"""What stands around every page: menus, breadcrumbs, errors, and what is not there."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path, reverse

from tests.factories.cms_pages import (
    GuidanceIndexPageFactory,
    GuidancePageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


def get(client, address="/"):
    return client.get(address).content.decode()


def between(page, start, end):
    return page.split(start, 1)[1].split(end, 1)[0]


def test_pages_shown_in_menus_are_in_the_header_the_others_in_the_footer(client, directives):
    StandardPageFactory(title="Quyền riêng tư")
    page = get(client)
    header, footer = between(page, "<header", "</header>"), between(page, "<footer", "</footer>")
    assert "Văn bản" in header
    assert "Quyền riêng tư" not in header
    assert "Quyền riêng tư" in footer


def test_the_section_that_one_is_in_is_marked(client, directives):
    header = between(get(client, directives.url), "<header", "</header>")
    assert f'href="{directives.url}" aria-current="true"' in header


def test_the_office_is_in_the_footer(client, home):
    assert "1900 0000" in between(get(client), "<footer", "</footer>")


def test_breadcrumbs_lead_home(client, home):
    section = GuidanceIndexPageFactory(parent=home)
    page = GuidancePageFactory(parent=section)
    crumbs = between(get(client, page.url), 'class="govuk-breadcrumbs"', "</nav>")
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/", section.url]


def test_guidance_can_be_narrowed_to_an_audience(client, home):
    section = GuidanceIndexPageFactory(parent=home)
    GuidancePageFactory(title="Cho khách", parent=section)
    GuidancePageFactory(title="Cho người trực", parent=section, audience="gate")
    page = get(client, section.url + "?audience=gate")
    assert "Cho người trực" in page
    assert "Cho khách" not in page


def test_a_page_has_no_script_and_no_inline_style(client, directives):
    page = get(client)
    assert "<script" not in page
    assert " style=" not in page


def test_the_task_frame_has_name_and_language_but_no_menu(rf, directives):
    request = rf.get("/q/abc")
    page = render_to_string("portal/base_task.html", request=request)
    assert "Cổng" in page
    assert 'lang="en"' in page
    assert "Văn bản" not in page
    assert "<footer" not in page


def test_the_task_frame_asks_the_database_nothing(rf, home, django_assert_num_queries):
    with django_assert_num_queries(0):
        render_to_string("portal/base_task.html", request=rf.get("/q/abc"))


def test_without_any_page_the_frame_still_stands(client):
    assert client.get(reverse("portal_search")).status_code == 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/khong-co/", "Không tìm thấy trang"), ("/en/nope/", "Page not found")],
)
def test_a_missing_page_says_so_in_the_language_of_its_address(client, home, address, expected):
    response = client.get(address)
    assert response.status_code == 404
    assert expected in response.content.decode()


def test_a_missing_page_leads_to_the_other_languages_home(client, home):
    assert 'href="/en/" lang="en"' in get(client, "/khong-co/")


def broken(request):
    raise RuntimeError


urlpatterns = [path("vo/", broken)]


def test_a_fault_of_ours_says_so(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/vo/")
    assert response.status_code == 500
    assert "Có lỗi xảy ra" in response.content.decode()


def test_a_form_from_elsewhere_says_that_it_has_expired(home):
    response = Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {})
    assert response.status_code == 403
    assert "Tờ khai đã hết hạn" in response.content.decode()


def test_the_login_page_is_ours(client):
    page = get(client, reverse("wagtailadmin_login"))
    assert "Cổng" in page
    assert "Sign in to Wagtail" not in page
    assert "portal/admin.css" in page


def test_the_admin_says_that_a_page_is_missing(admin_client):
    response = admin_client.get("/admin/khong-co/")
    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


def test_too_many_attempts_to_sign_in_say_what_to_do(client, home, settings):
    settings.AXES_ENABLED = True
    attempt = {"username": "ai-do", "password": "sai"}
    for _n in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(reverse("wagtailadmin_login"), attempt)
    assert response.status_code in (403, 429)
    assert "tạm ngừng trong một giờ" in response.content.decode()


def test_a_new_portal_says_that_it_is_being_set_up(client):
    page = get(client)
    assert "Cổng đang được thiết lập" in page
    assert "Wagtail" not in page
