"""Pages of hand-overs."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from plugins.tracing.handover import services
from plugins.tracing.handover.models import HandOver, HandOverState
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.handover.conftest import KEY, Wards

pytestmark = pytest.mark.django_db
PERSON = f"/admin/tracing/people/{KEY}/"
REASON = "Điều tra ca bệnh tại chợ"


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


def text(response: Any) -> str:
    return response.content.decode()


def ask_page(wards: Wards) -> str:
    return reverse("tracing_handover_ask", args=[KEY, wards.theirs.pk])


def test_a_person_s_page_tells_visits_in_other_areas(client: Client, wards: Wards) -> None:
    page = text(as_(client, wards.asker.user).get(PERSON))
    assert "2 lượt vào ra ở địa bàn khác" in page
    assert "Yên Nghĩa" in page
    assert "Chợ Yên Nghĩa" not in page
    assert ask_page(wards) in page


def test_so_it_does_where_the_account_sees_none_at_all(client: Client, wards: Wards) -> None:
    page = text(as_(client, UserFactory(role=Role.TRACING, areas=[AreaFactory()])).get(PERSON))
    assert "3 lượt vào ra ở địa bàn khác" in page
    assert "Lê Văn An" not in page


def test_from_the_request_to_the_visits(client: Client, wards: Wards) -> None:
    response = as_(client, wards.asker.user).post(ask_page(wards), {"reason": REASON}, follow=True)
    assert "Đã đề nghị, đang chờ trả lời" in text(response)
    row = HandOver.objects.get()
    home = text(as_(client, wards.decider.user).get(reverse("wagtailadmin_home")))
    assert "1 đề nghị chờ bạn trả lời" in home
    assert json.dumps("Chuyển giao (1)") in home
    assert REASON in text(client.get(reverse("tracing_handovers")))
    answer = client.post(reverse("tracing_handover_grant", args=[row.pk]), {"days": "7"})
    assert answer.url == reverse("tracing_handovers")
    assert "Chợ Yên Nghĩa" in text(as_(client, wards.asker.user).get(PERSON))


def test_the_reason_in_use_is_offered_and_what_was_typed_is_kept(
    client: Client, wards: Wards
) -> None:
    as_(client, wards.asker.user)
    assert REASON in text(client.get(ask_page(wards)))
    page = text(client.post(ask_page(wards), {"reason": "vì"}))
    assert 'value="vì"' in page
    assert not HandOver.objects.exists()


def test_a_second_request_is_told_so(client: Client, wards: Wards) -> None:
    services.ask(wards.asker, KEY, wards.theirs)
    as_(client, wards.asker.user)
    page = text(client.post(ask_page(wards), {"reason": REASON}))
    assert "Bạn đã gửi đề nghị tới Yên Nghĩa rồi." in page


def test_days_out_of_range_are_told_and_kept(client: Client, wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    as_(client, wards.decider.user)
    page = text(client.post(reverse("tracing_handover_grant", args=[row.pk]), {"days": "99"}))
    assert 'value="99"' in page
    assert "error-message" in page
    assert HandOver.objects.get().state == HandOverState.ASKED


def test_seven_days_are_offered(client: Client, wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    page = text(as_(client, wards.decider.user).get(reverse("tracing_handover", args=[row.pk])))
    assert 'value="7"' in page


@pytest.mark.parametrize(
    ("what", "state"), [("refuse", HandOverState.REFUSED), ("withdraw", HandOverState.REVOKED)]
)
def test_refusing_and_withdrawing(client: Client, wards: Wards, what: str, state: str) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    as_(client, wards.decider.user if what == "refuse" else wards.asker.user)
    client.post(reverse(f"tracing_handover_{what}", args=[row.pk]))
    assert HandOver.objects.get().state == state


def test_revoking(client: Client, wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.grant(row.pk, wards.decider, days=7)
    as_(client, wards.decider.user).post(reverse("tracing_handover_revoke", args=[row.pk]))
    assert HandOver.objects.get().state == HandOverState.REVOKED


def test_a_late_answer_is_told_so(client: Client, wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    services.refuse(row.pk, wards.decider)
    as_(client, wards.decider.user)
    answer = client.post(
        reverse("tracing_handover_grant", args=[row.pk]), {"days": "7"}, follow=True
    )
    assert "Đề nghị này đã được trả lời." in text(answer)


def test_third_parties_do_not_know_of_a_request(client: Client, wards: Wards) -> None:
    row = services.ask(wards.asker, KEY, wards.theirs)
    as_(client, UserFactory(role=Role.TRACING, areas=[wards.mine]))
    assert client.get(reverse("tracing_handover", args=[row.pk])).status_code == 404
    for what in ("grant", "refuse", "revoke", "withdraw"):
        address = reverse(f"tracing_handover_{what}", args=[row.pk])
        assert client.post(address, {"days": "7"}).status_code == 404
    assert "Yên Nghĩa" not in text(client.get(reverse("tracing_handovers")))
    assert AuditEntry.objects.count() == 1


def test_the_number_of_queries_does_not_grow(
    client: Client, wards: Wards, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        other = UserFactory(role=Role.TRACING, areas=[wards.mine])
        row = services.ask(type(wards.asker)(other, REASON), KEY, wards.theirs)
        if row.pk % 2:
            services.grant(row.pk, wards.decider, days=7)
    as_(client, wards.decider.user).get(reverse("tracing_handovers"))
    with django_assert_max_num_queries(40):
        client.get(reverse("tracing_handovers"))


def test_a_search_by_number_leads_to_the_visits_in_other_areas(
    client: Client, wards: Wards
) -> None:
    stranger = as_(client, UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    asked = {"question": "0912345678", "reason": REASON}
    page = stranger.post("/admin/tracing/", asked, follow=True)
    assert page.redirect_chain[-1][0] == PERSON
    assert "3 lượt vào ra ở địa bàn khác" in text(page)
