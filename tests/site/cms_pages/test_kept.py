"""Blocks of plugins in pages: absent, present, switched off; nothing stored is ever lost."""

import json
from html import unescape

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection
from django.urls import reverse
from wagtail import blocks
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms_pages.fields import BodyField
from cms_pages.kept import KeepingStreamBlock, KeptBlock
from cms_pages.models import PortalPage, StandardPage
from portal.plugins.registry import registry
from portal.plugins.switch import forget, set_switch
from tests.factories.accounts import SuperuserFactory
from tests.factories.cms_pages import StandardPageFactory

TEXT = {"type": "text", "value": "<p>Quét mã</p>", "id": "11111111-1111-4111-8111-111111111111"}
UNKNOWN = {
    "type": "hologram",
    "value": {"depth": 3, "layers": ["a", {"b": "đ"}]},
    "id": "22222222-2222-4222-8222-222222222222",
}
STORED = [UNKNOWN, TEXT]


@pytest.fixture
def page(home):
    """A page with a block of a plugin that is not there, before one of ours."""
    page = StandardPageFactory(title="Trang", parent=home)
    page.body = json.dumps(STORED)
    page.save_revision().publish()
    return page


def stored(page):
    """The body as the database has it."""
    return PortalPage.objects.get(pk=page.pk).body.get_prep_value()


def in_database(page):
    """The same, past our own code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM cms_pages_portalpage WHERE page_ptr_id = %s", [page.pk])
        return json.loads(cursor.fetchone()[0])


def test_it_is_stored_as_it_came(page):
    assert in_database(page) == STORED


def test_visitors_see_the_rest_of_the_page(client, page):
    html = client.get(page.url).content.decode()
    assert "<p>Quét mã</p>" in html
    assert "hologram" not in html
    assert "block-kept" not in html


def test_it_is_not_searched(page):
    assert PortalPage.objects.get(pk=page.pk).search_text == "Quét mã"


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def editor(client, db):
    client.force_login(SuperuserFactory())
    return client


def post(editor, page, *parts, **more):
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "body": streamfield(list(parts)),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "1",
        **more,
    }
    return editor.post(edit_url(page), nested_form_data(data))


def kept(value=None):
    data = json.dumps({"type": UNKNOWN["type"], "value": UNKNOWN["value"]})
    return ("kept", data if value is None else value)


RICH = json.dumps(
    {
        "blocks": [
            {
                "key": "a1b2c",
                "text": "Chữ mới",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
        "entityMap": {},
    }
)


def test_an_editor_sees_that_it_is_kept(editor, page):
    html = unescape(editor.get(edit_url(page)).content.decode())
    assert "hologram" in html
    assert json.dumps("Giữ lại từ mô-đun chưa được cài").strip('"') in html


def test_it_survives_an_editors_save(editor, page):
    response = post(editor, page, ("text", RICH), kept())
    assert response.status_code == 302
    text, unknown = in_database(page)
    assert "Chữ mới" in text["value"]
    assert {k: unknown[k] for k in ("type", "value")} == {k: UNKNOWN[k] for k in ("type", "value")}


def test_it_survives_a_save_with_a_fault_elsewhere(editor, page):
    response = post(editor, page, ("text", RICH), kept(), title="")
    form = response.context["form"]
    child = form["body"].value()[1]
    assert json.loads(child.block.get_form_state(child.value)) == json.loads(kept()[1])


@pytest.mark.parametrize("damaged", ["", "null", "[]", "{", '{"type": "x"}', '"x"'])
def test_damaged_data_is_refused(editor, page, damaged):
    response = post(editor, page, kept(damaged))
    assert response.status_code == 200
    assert in_database(page) == STORED


def test_an_editor_may_remove_it(editor, page):
    post(editor, page, ("text", RICH))
    assert [block["type"] for block in in_database(page)] == ["text"]


def test_it_comes_back_with_its_module():
    without = KeepingStreamBlock()
    stored_again = without.get_prep_value(without.to_python(STORED))
    with_module = KeepingStreamBlock(
        [("hologram", blocks.StructBlock([("depth", blocks.IntegerBlock())]))]
    )
    assert with_module.to_python(stored_again)[0].value["depth"] == 3


def test_reading_many_at_once_keeps_it_too():
    stream = KeepingStreamBlock([("text", blocks.CharBlock())])
    [value] = stream.bulk_to_python([STORED])
    assert stream.get_prep_value(value) == STORED


def test_a_kept_block_refuses_anything_but_stored_data():
    with pytest.raises(ValidationError):
        KeptBlock().clean(None)


@pytest.fixture
def contributed(monkeypatch):
    """A plugin that brings a block; the field's blocks are made anew."""
    monkeypatch.setattr(
        type(registry),
        "contributions",
        lambda self, kind: iter([("qr_venues", ("hologram", blocks.StructBlock([])))]),
    )
    field = PortalPage._meta.get_field("body")
    monkeypatch.delitem(field.__dict__, "stream_block", raising=False)


@pytest.mark.usefixtures("contributed")
def test_a_plugins_block_is_offered():
    assert "hologram" in BodyField().stream_block.child_blocks


@pytest.mark.usefixtures("contributed")
def test_two_blocks_of_one_name_are_a_fault():
    with pytest.raises(ImproperlyConfigured, match="hologram"):
        KeepingStreamBlock([("hologram", blocks.CharBlock())])


@pytest.mark.django_db
def test_blocks_of_a_plugin_that_is_switched_off_still_render(client, home):
    label, (name, _block) = next(iter(registry.contributions("blocks")))
    page = StandardPageFactory(
        parent=home, body=[TEXT, {"type": name, "value": {"heading": "Đã treo mã"}}]
    )
    set_switch(label, on=False)
    try:
        response = client.get(page.url)
    finally:
        forget()
    assert response.status_code == 200
    assert "Quét mã" in response.content.decode()
    assert [block["type"] for block in in_database(page)] == ["text", name]


def test_blocks_are_no_part_of_a_migration():
    _name, path, args, kwargs = PortalPage._meta.get_field("body").deconstruct()
    assert path == "cms_pages.fields.BodyField"
    assert args == [[]]
    assert "block_lookup" not in kwargs


def test_a_field_made_by_a_migration_knows_all_blocks():
    assert "text" in BodyField([]).stream_block.child_blocks


def test_every_page_type_has_the_body():
    assert StandardPage._meta.get_field("body").model is PortalPage
