"""The page of certain duplicates: each row with the visit that it repeats."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.models import Logbook
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook


@pytest.fixture
def again(venue, editor, work):
    """A book of two visits, the first of which came with an earlier book."""
    for name, rows in (("dau.xlsx", visit_rows(1)), ("sau.xlsx", visit_rows(2))):
        services.upload(workbook(rows), venue=venue, file_name=name, year=None, by=editor)
        work()
        services.confirm(Logbook.objects.get(file_name=name), by=editor)
        work()
    return Logbook.objects.get(file_name="sau.xlsx")


def address(book, **query):
    return f"{reverse('declarations_logbook_repeats', args=[book.pk])}?{urlencode(query)}"


def test_a_row_stands_with_the_visit_and_where_that_came_from(client, editor, again):
    client.force_login(editor)
    page = client.get(address(again)).content.decode()
    assert "dau.xlsx, dòng 2" in page
    assert "Lê Văn A" in page
    assert "Lê Văn B" not in page


def test_the_book_s_page_leads_there(client, editor, again):
    client.force_login(editor)
    page = client.get(reverse("declarations_logbook_modeladmin_inspect", args=[again.pk]))
    assert reverse("declarations_logbook_repeats", args=[again.pk]) in page.content.decode()


def test_a_visit_that_is_no_longer_there_is_said(client, editor, again):
    again.rows.get().logbook.venue.visits.filter(logbook__file_name="dau.xlsx").delete()
    client.force_login(editor)
    assert "không còn" in client.get(address(again)).content.decode()


def test_another_ward_finds_no_such_book(client, again):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    assert client.get(address(again)).status_code == 404


def test_pages_cost_a_constant_number_of_queries(
    client, editor, venue, work, again, django_assert_max_num_queries
):
    services.upload(
        workbook(visit_rows(60)), venue=venue, file_name="lon.xlsx", year=None, by=editor
    )
    work()
    services.confirm(Logbook.objects.get(file_name="lon.xlsx"), by=editor)
    work()
    services.upload(
        workbook([*visit_rows(60), (61, "Lê Văn Z", "0912345678", "05/07/2021", "9:30", "")]),
        venue=venue,
        file_name="lai.xlsx",
        year=None,
        by=editor,
    )
    work()
    book = Logbook.objects.get(file_name="lai.xlsx")
    services.confirm(book, by=editor)
    work()
    client.force_login(editor)
    client.get(address(book))
    with django_assert_max_num_queries(20):
        page = client.get(address(book, page=2)).content.decode()
    assert "lon.xlsx, dòng 61" in page
