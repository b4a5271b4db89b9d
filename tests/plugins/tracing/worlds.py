"""Two worlds that know nothing of each other: a ward of our own, and another one whose names hold
``SECRETS``. No answer to an account of our own ward may hold one of them.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.urls import URLPattern, reverse
from django.utils import timezone

from areas.models import Area, Jurisdiction
from audit.services import record
from people.blind import phone_key
from plugins.declarations.api import keys
from plugins.declarations.api.models import ApiClient
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.logbooks.models import Logbook, LogbookMapping
from plugins.declarations.models import Declaration, DeletionRequest, GateLink, OutbreakRule, Visit
from plugins.declarations.own import requests
from plugins.declarations.own.codes import Found
from plugins.declarations.visit_ids import scan_id
from plugins.qr_venues.models import Checkpoint, Venue
from plugins.tracing.models import (
    Case,
    CaseMember,
    CasePlace,
    Export,
    HandOver,
    PersonLink,
    Spread,
    SpreadContact,
)
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.gates import GateLinkFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory
from tests.plugins.tracing.clock import at

SECRETS = ("Bí Mật", "bi-mat", "0977 777 777", "BM-77")


def _kind(name: str) -> str:
    """Of the list to export, of a picture's file, of a poster."""
    if name == "tracing_export_ask":
        return "visits"
    return "svg" if name.startswith("tracing_") else "pdf"


@dataclass
class World:
    """A ward with one of everything."""

    area: Area
    venue: Venue
    checkpoint: Checkpoint
    visit: Visit
    book: Logbook
    mapping: LogbookMapping
    case: Case
    member: CaseMember
    link: PersonLink
    handover: HandOver
    spread: Spread
    export: Export
    jurisdiction: Jurisdiction
    declaration: Declaration
    rule: OutbreakRule
    deletion: DeletionRequest
    gate: GateLink
    system: ApiClient
    entry: int
    phone: str

    def rows(self) -> list[Any]:
        """All that somebody could change here, as the database has it."""
        things = (self.venue, self.checkpoint, self.visit, self.book, self.mapping, self.case,
                  self.member, self.link, self.handover, self.jurisdiction, self.spread,
                  self.export, self.declaration, self.rule, self.deletion, self.gate,
                  self.system)  # fmt: skip
        return [type(thing).objects.filter(pk=thing.pk).values().get() for thing in things]

    @property
    def key(self) -> UUID:
        """Of the person who was there."""
        return phone_key(self.phone)

    def arguments(self, name: str, pattern: URLPattern, token: str) -> dict[str, Any]:
        """What the address is asked about in this world. KeyError: say it here."""
        known = {
            "venue_pk": self.venue.pk,
            "checkpoint_pk": self.checkpoint.pk,
            "kind": _kind(name),
            "visit_id": self.visit.pk,
            "book_id": self.book.pk,
            "declaration_id": self.declaration.pk,
            "request_id": self.deletion.pk,
            "link_pk": self.gate.pk,
            "token": token,
            "key": self.key,
            "area_pk": self.area.pk,
            "member_pk": self.member.pk,
            "spread_pk": self.spread.pk,
            "label": "tracing",
        }
        by_pk = {
            "qr_venues_venue_modeladmin": self.venue.pk,
            "declarations_visit_modeladmin": self.visit.pk,
            "declarations_declaration_modeladmin": self.declaration.pk,
            "declarations_outbreakrule_modeladmin": self.rule.pk,
            "declarations_deletionrequest_modeladmin": self.deletion.pk,
            "declarations_apiclient_modeladmin": self.system.pk,
            "declarations_revoke_client": self.system.pk,
            "declarations_logbook_modeladmin": self.book.pk,
            "declarations_logbookmapping_modeladmin": self.mapping.pk,
            "tracing_case_modeladmin": self.case.pk,
            "areas_area_modeladmin": self.area.pk,
            "areas_jurisdiction_modeladmin": self.jurisdiction.pk,
            "audit_": self.entry,
            "tracing_handover": self.handover.pk,
            "tracing_unlink": self.link.pk,
            "tracing_export": self.export.pk,
            "tracing_spread": self.spread.pk,
            "tracing_run_picture": self.spread.pk,
            "tracing_cancel_spread": self.spread.pk,
            "tracing_": self.case.pk,
        }
        wanted = pattern.pattern.regex.groupindex
        own = next((pk for prefix, pk in by_pk.items() if name.startswith(prefix)), None)
        if own is not None:
            known |= {"instance_pk": own, "pk": own}
        return {key: known[key] for key in wanted}

    def address(self, name: str, pattern: URLPattern, token: str) -> str:
        """The address as this world's objects make it."""
        queries = {
            "tracing_export_ask": {"key": self.key.hex},
            "tracing_visitors": {
                "venue": self.venue.pk,
                "venue_text": self.venue.code,
                "day": "2021-07-05",
            },
            "tracing_hours": (
                hours := {
                    "venue": self.venue.pk,
                    "venue_text": self.venue.code,
                    "last": "2021-07-05",
                }
            ),
            "tracing_hours_file": hours,
        }
        query = f"?{urlencode(queries[name])}" if name in queries else ""
        return reverse(name, kwargs=self.arguments(name, pattern, token)) + query


def make_world(area: Area, *, secret: bool = False) -> World:
    """One of everything in the area."""
    word, phone = ("Bí Mật", "+84977777777") if secret else ("Thường", "+84934567812")
    slug, number = ("bi-mat", "BM-77") if secret else ("thuong", "HD-1")
    venue = VenueFactory(area=area, name=f"Quán {word}", address=f"Số 1 phố {word}")
    book = Logbook.objects.create(venue=venue, file_name=f"{slug}.xlsx", sha256="0" * 64)
    visit = VisitFactory(
        venue=venue, phone=phone, name=f"Phạm {word}", checked_in=at("2021-07-05 08:00")
    )
    case = Case.objects.create(
        number=number, title=f"Chùm ca {word}", area=area, person_key=phone_key(phone)
    )
    CasePlace.objects.create(case=case, venue=venue)
    key, other = phone_key(phone), uuid4()
    declaration, deletion = _declared(area, f"Phạm {word}", phone)
    official = UserFactory(username=f"cb-{slug}", role=Role.TRACING, areas=[area])
    spread = Spread.objects.create(
        case=case, key=key, name=f"Phạm {word}", reason=word, asked_by=official, state="done"
    )
    SpreadContact.objects.create(
        spread=spread, key=key, keys=[str(key)], name=f"Phạm {word}", order=1, minutes=9,
        meetings=1, last_met=visit.checked_in, risk=1,
    )  # fmt: skip
    return World(
        area=area,
        venue=venue,
        checkpoint=CheckpointFactory(venue=venue, name=f"Cổng {word}"),
        visit=visit,
        book=book,
        mapping=LogbookMapping.objects.create(
            name=f"Kiểu {word}", area=area, shape="0" * 64, choices={}
        ),
        case=case,
        member=CaseMember.objects.create(case=case, key=key, name=f"Phạm {word}", order=0),
        link=PersonLink.objects.create(
            one=min(key, other), other=max(key, other), kind="joined", reason=f"Ghép {word}"
        ),
        handover=HandOver.objects.create(
            keys=[str(key)],
            key=key,
            name=f"Phạm {word}",
            area=area,
            visits=1,
            reason=f"Lý do {word}",
            asked_by=official,
        ),
        spread=spread,
        export=Export.objects.create(
            kind="visits", form="csv", reason=f"Lý do {word}", question=b"", asked_by=official
        ),
        jurisdiction=Jurisdiction.objects.get(user=official),
        declaration=declaration,
        rule=OutbreakRule.objects.create(area=area, category=None, begins="2021-07-01"),
        deletion=deletion,
        gate=GateLinkFactory(venue=venue, name=f"Cổng {word}"),
        system=keys.make(f"Hệ thống {word}", ["visits:write"], area, 60, official).client,
        entry=record(official, "search", reason=f"Lý do {word}", question=f"key:{key.hex}").pk,
        phone=phone,
    )


def _declared(area: Area, name: str, phone: str) -> tuple[Declaration, DeletionRequest]:
    """Symptoms, declared now by somebody who asks that it be deleted."""
    now = timezone.now()
    new = NewDeclaration(
        scan_id(now), "health", name, now, phone, health=HealthAnswers(("fever",)), area_id=area.pk
    )
    record_declaration(new)
    declaration = Declaration.objects.get(pk=new.id)
    requests.ask(Found(None, declaration), f"Xin xoá {name}")
    return declaration, DeletionRequest.objects.get(record_id=new.id)


def two_worlds() -> tuple[World, World]:
    """Ours, and the one that is nobody's business."""
    ours = make_world(AreaFactory(parent=AreaFactory()))
    return ours, make_world(AreaFactory(parent=AreaFactory()), secret=True)


def make_account(letter: str, ward: Area) -> Any:
    """The account of a letter (see above), "N" without a role, "C" closed."""
    roles = {
        "D": {"role": Role.DEPARTMENT, "everywhere": True},
        "W": {"role": Role.WARD_EDITOR, "areas": [ward]},
        "G": {"role": Role.GATE, "areas": [ward]},
        "T": {"role": Role.TRACING, "areas": [ward]},
        "P": {"role": Role.TRACING, "areas": [ward.get_parent()]},
        "X": {"role": Role.DEPARTMENT, "everywhere": True, "sectors": ["education"]},
        "O": {"role": Role.PRIVACY, "everywhere": True},
        "N": {"everywhere": True},
        "C": {"role": list(Role), "everywhere": True, "is_active": False},
    }
    return SuperuserFactory() if letter == "S" else UserFactory(**roles[letter])
