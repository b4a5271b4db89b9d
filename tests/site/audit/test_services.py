"""The record of look-ups is a chain: any change to it shows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from audit.services import first_broken, record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    user = UserFactory(username="anh-nam")
    return [
        record(user, "search", reason=f"ca bệnh {n}", question="k", results=n, address="10.0.0.1")
        for n in range(4)
    ]


@pytest.mark.usefixtures("entries")
def test_an_untouched_record_is_in_order():
    assert first_broken() is None


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "change",
    [
        {"reason": "khác"},
        {"account_name": "ai-do"},
        {"results": 99},
        {"address": "10.0.0.2"},
        {"details": {"a": 1}},
        {"question": "khác"},
    ],
)
def test_a_changed_entry_is_found(entries, change):
    AuditEntry.objects.filter(pk=entries[1].pk).update(**change)
    assert first_broken() == entries[1]


@pytest.mark.usefixtures("unguarded")
def test_a_removed_entry_is_found(entries):
    AuditEntry.objects.filter(pk=entries[1].pk).delete()
    assert first_broken() == entries[2]


def test_the_record_outlives_the_account(entries):
    UserFactory._meta.model.objects.get(username="anh-nam").delete()
    assert first_broken() is None
    assert AuditEntry.objects.filter(account_name="anh-nam").count() == 4


@pytest.mark.usefixtures("unguarded")
def test_the_command_says_where_the_chain_breaks(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).update(reason="khác")
    with pytest.raises(CommandError, match=f"Entry {entries[2].pk} "):
        call_command("audit", "verify")


@pytest.mark.usefixtures("entries")
def test_the_command_counts_a_sound_record():
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("4 entries")


@pytest.mark.usefixtures("unguarded")
def test_a_cut_tail_is_found_by_the_digest_that_was_kept(entries):
    last = entries[-1]
    call_command("audit", "verify", expect=f"{last.pk}:{last.digest}", stdout=StringIO())
    last.delete()
    assert first_broken() is None
    with pytest.raises(CommandError, match="the record was cut"):
        call_command("audit", "verify", expect=f"{entries[-1].pk or 0}:{last.digest}")


def test_the_chain_cannot_be_made_anew_without_the_key(entries, settings):
    settings.BLIND_INDEX_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    assert first_broken() == entries[0]


def test_verification_prints_what_to_keep(entries):
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert f"{entries[-1].pk}:{entries[-1].digest}" in out.getvalue()
