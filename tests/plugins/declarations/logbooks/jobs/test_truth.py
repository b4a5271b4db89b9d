"""The sample books come out exactly as their truth files say, by the command and by the page."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from plugins.declarations.logbooks.models import Logbook, RowOutcome
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import SAMPLES, as_truth, truth

BOOKS = [
    "sample_clean.xlsx",
    "sample_market.xlsx",
    "sample_messy.xlsx",
    "sample_old_csv.csv",
    "sample_hospital_tcvn3.xls",
    "sample_tower_vni.xlsx",
]


def run(capsys, name, venue, editor, *options):
    who = ["--venue", venue.code, "--as", editor.username]
    call_command("import_logbook", str(SAMPLES / name), *who, "--json", *options)
    return json.loads(capsys.readouterr().out)


def upload(client, name, venue):
    sent = {
        "venue": str(venue.pk),
        "venue_text": venue.code,
        "file": SimpleUploadedFile(name, (SAMPLES / name).read_bytes()),
    }
    answer = client.post(reverse("declarations_logbook_modeladmin_create"), sent)
    assert answer.status_code == 302
    return Logbook.objects.latest("uploaded_at")


def through_the_page(client, work, name, venue):
    book = upload(client, name, venue)
    work()
    # The editor has looked at the letters of the two books that are in an older code.
    client.post(reverse("declarations_logbook_confirm", args=[book.pk]), {"text_read": "on"})
    work()
    book.refresh_from_db()
    return book


@pytest.mark.parametrize("name", BOOKS)
def test_by_the_command(capsys, venue, editor, name):
    expected = truth(name.partition(".")[0])
    answer = run(capsys, name, venue, editor, "--confirm")
    assert as_truth(Visit.objects.all()) == as_truth(expected["visits"])
    assert answer["created"] == len(expected["visits"])
    assert answer["read"] == answer["created"] + answer["duplicate"] + answer["refused"]
    refused = {(error["row"], error["column"].partition("_")[0]) for error in answer["errors"]}
    assert refused == {(row["row"], row["why"]) for row in expected["refused"]}


@pytest.mark.parametrize("name", BOOKS)
def test_by_the_page(client, work, venue, editor, name):
    client.force_login(editor)
    expected = truth(name.partition(".")[0])
    book = through_the_page(client, work, name, venue)
    assert book.status == "done"
    assert as_truth(Visit.objects.all()) == as_truth(expected["visits"])
    assert (book.created, book.duplicate) == (book.expected_new, book.expected_duplicate)
    assert book.read == book.created + book.duplicate + book.refused
    refused = book.rows.filter(outcome=RowOutcome.REFUSED).values_list("row", flat=True)
    assert set(refused) == {row["row"] for row in expected["refused"]}


@pytest.mark.parametrize("name", BOOKS)
def test_the_same_book_again_brings_nothing(capsys, client, work, venue, editor, name):
    client.force_login(editor)
    first = through_the_page(client, work, name, venue)
    again = run(capsys, name, venue, editor, "--confirm")
    assert again["created"] == 0
    assert again["duplicate"] == first.created + first.duplicate
    assert Visit.objects.count() == first.created


def test_the_same_row_twice_in_a_book_is_one_visit(capsys, venue, editor):
    answer = run(capsys, "sample_messy.xlsx", venue, editor, "--confirm")
    assert (answer["created"], answer["duplicate"]) == (176, 11)
