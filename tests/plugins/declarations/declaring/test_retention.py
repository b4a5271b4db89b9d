"""Declarations, codes and requests whose time is over are gone."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.own import requests
from plugins.declarations.own.codes import Found
from plugins.declarations.own.models import Decision, DeletionRequest
from plugins.declarations.personal_codes import services as personal_codes
from plugins.declarations.personal_codes.models import PersonalCode
from plugins.declarations.proof import left
from plugins.declarations.visit_ids import scan_id

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


def declared(days):
    at = ago(days)
    new = NewDeclaration(scan_id(at), "health", "Trần Thị Bình", at, phone="+84912345678")
    record_declaration(new)
    personal_codes.give(new.id, at)
    return Declaration.objects.get(pk=new.id)


def asked(days, **fields):
    requests.ask(Found(None, declared(1)), "")
    request = DeletionRequest.objects.latest("pk")
    DeletionRequest.objects.filter(pk=request.pk).update(asked_at=ago(days), **fields)
    return request


def delete_expired():
    out = io.StringIO()
    call_command("delete_expired_visits", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_old_declarations_go_with_their_codes():
    declared(31)
    kept = declared(29)
    assert delete_expired()["declarations"] == 1
    assert list(Declaration.objects.all()) == [kept]
    assert [code.declaration for code in PersonalCode.objects.all()] == [kept]


def test_requests_go_that_were_decided_long_ago_or_whose_record_is_over():
    asked(40, decision=Decision.REFUSED, decided_at=ago(31))
    asked(31)
    fresh = asked(40, decision=Decision.DELETED, decided_at=ago(2))
    assert delete_expired()["requests"] == 2
    assert list(DeletionRequest.objects.all()) == [fresh]


def test_more_than_a_batch_is_deleted(monkeypatch):
    monkeypatch.setattr("plugins.declarations.declaring.retention.BATCH", 2)
    for _ in range(5):
        declared(31)
    assert delete_expired()["declarations"] == 5


def test_the_proof_looks_for_what_is_left():
    declared(31)
    asked(40, decision=Decision.REFUSED, decided_at=ago(31))
    now = timezone.now()
    until = now - timedelta(days=30)
    found = left(until, now)
    assert (found["declarations"], found["personal_codes"], found["deletion_requests"]) == (1, 1, 1)
