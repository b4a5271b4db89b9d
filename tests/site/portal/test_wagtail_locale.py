"""The Vietnamese catalogue for the texts that Wagtail and Django leave in English."""

import json
import re

import polib
import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.accounts import SuperuserFactory

FOLDER = settings.ROOT / "locale/wagtail/vi/LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z](?![a-z])|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
# Wagtail's page search passes no model_name and would print "None".
WITHOUT_PLACEHOLDER = {"%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"}


@pytest.fixture(params=["django.po", "djangojs.po"])
def catalogue(request):
    return polib.pofile(str(FOLDER / request.param))


def translated(entry):
    """The Vietnamese text; a Vietnamese plural has one form."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def parts(pattern, text):
    return sorted(set(pattern.findall(text)))


def differing(catalogue, pattern):
    """Entries whose Vietnamese matches neither the singular nor the plural in these parts."""
    return [
        entry.msgid
        for entry in catalogue
        if parts(pattern, translated(entry))
        not in [parts(pattern, text) for text in (entry.msgid, entry.msgid_plural) if text]
    ]


def test_every_entry_is_translated(catalogue):
    assert len(catalogue) > 0
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_no_entry_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_placeholders_are_those_of_the_source(catalogue):
    assert set(differing(catalogue, PLACEHOLDER)) <= WITHOUT_PLACEHOLDER


def test_tags_are_those_of_the_source(catalogue):
    assert differing(catalogue, TAG) == []


def test_edges_keep_their_white_space(catalogue):
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [e.msgid for e in catalogue if edges(e.msgid) != edges(translated(e))] == []


def test_our_own_texts_win_over_those_for_wagtail():
    assert settings.LOCALE_PATHS[0] == settings.ROOT / "locale"


@pytest.mark.django_db
def test_the_admin_speaks_vietnamese(client):
    client.force_login(SuperuserFactory())
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Nhật ký trang web" in page


@pytest.mark.django_db
def test_the_scripts_of_the_admin_speak_vietnamese(client):
    client.force_login(SuperuserFactory())
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert json.dumps("Trình đơn chính") in script
