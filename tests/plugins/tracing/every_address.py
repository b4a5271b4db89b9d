"""Every address of our own in the admin: the objects that it can be asked about, and by whom.

Two worlds that know nothing of each other: a ward of our own, and another one whose names hold
``SECRETS``. No answer to an account of our own ward may hold one of them.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.urls import URLPattern, reverse
from django.utils import timezone
from wagtail import hooks

from areas.models import Area, Jurisdiction
from audit.services import record
from people.blind import phone_key
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
OURS = ("portal", "audit", "areas", "cms_pages", "plugins", "wagtail_modeladmin.options")


def _kind(name: str) -> str:
    """Of the list to export, of a picture's file, of a poster."""
    if name == "tracing_export_ask":
        return "visits"
    return "svg" if name.startswith("tracing_") else "pdf"


def _names(text: str) -> list[str]:
    return text.split()


# Who may ask, by address: (S)uperuser, (D)epartment, (W)ard editor, (G)ate, (T)racing of a ward,
# tracing of the (P)rovince, department of one sector (X), privacy (O)fficer. Accounts without a
# role, and closed ones, may ask nothing.
GROUPS = {
    # modeladmin's own addresses of what is only looked at, or made and changed elsewhere
    "": """
        areas_area_modeladmin_create areas_area_modeladmin_delete areas_area_modeladmin_edit
        declarations_logbook_modeladmin_delete declarations_logbook_modeladmin_edit
        declarations_logbookmapping_modeladmin_create declarations_visit_modeladmin_create
        declarations_visit_modeladmin_delete declarations_visit_modeladmin_edit
        declarations_declaration_modeladmin_create declarations_declaration_modeladmin_delete
        declarations_declaration_modeladmin_edit declarations_deletionrequest_modeladmin_create
        declarations_deletionrequest_modeladmin_delete
        declarations_deletionrequest_modeladmin_edit
        tracing_case_modeladmin_delete
    """,
    "S": """
        areas_area_modeladmin_index areas_jurisdiction_modeladmin_create
        areas_jurisdiction_modeladmin_delete areas_jurisdiction_modeladmin_edit
        areas_jurisdiction_modeladmin_index portal_modules portal_modules_switch
        qr_venues_venue_modeladmin_delete
    """,
    "SO": """
        audit_entry audit_export audit_index audit_letter audit_patterns audit_tell audit_told
        audit_verify
    """,
    "SW": """
        declarations_correct_visit declarations_logbook_again declarations_logbook_cancel
        declarations_logbook_confirm declarations_logbook_fill declarations_logbook_mend
        declarations_logbook_modeladmin_create declarations_logbook_modeladmin_index
        declarations_logbook_modeladmin_inspect declarations_logbook_original
        declarations_logbook_possible declarations_logbook_repeats declarations_logbook_rest
        declarations_logbook_rest_back
        declarations_logbook_result declarations_logbook_resume declarations_logbook_take_back
        declarations_logbook_template declarations_logbook_year
        declarations_logbookmapping_modeladmin_delete declarations_logbookmapping_modeladmin_edit
        declarations_logbookmapping_modeladmin_index declarations_change_gate_pin
        declarations_revoke_gate declarations_venue_gates qr_venues_add_checkpoint
        qr_venues_revoke_checkpoint qr_venues_venue_modeladmin_create
        qr_venues_venue_modeladmin_edit
    """,
    "SWG": "declarations_gates declarations_record_visitor",
    "SWO": "declarations_decide_deletion declarations_deletionrequest_modeladmin_index",
    "SWGTP": "declarations_visit_modeladmin_index",
    "SDWTP": """
        qr_venues_checkpoint_poster qr_venues_venue_modeladmin_inspect qr_venues_venue_posters
    """,
    "SDWTPX": "qr_venues_find_areas qr_venues_venue_modeladmin_index",
    "SDWGTPX": "qr_venues_find_venues",
    "STP": """
        declarations_declaration_modeladmin_index declarations_open_declaration
        declarations_outbreakrule_modeladmin_create declarations_outbreakrule_modeladmin_delete
        declarations_outbreakrule_modeladmin_edit declarations_outbreakrule_modeladmin_index
        tracing_add_contacts tracing_add_person tracing_add_spread tracing_case tracing_case_calls
        tracing_case_member tracing_case_modeladmin_create tracing_case_modeladmin_edit
        tracing_case_modeladmin_index tracing_case_note tracing_case_notice tracing_case_place
        tracing_case_places tracing_case_status tracing_find_areas tracing_found tracing_hand_case
        tracing_hand_person tracing_handover tracing_handover_ask tracing_handover_grant
        tracing_handover_refuse tracing_handover_revoke tracing_handover_withdraw tracing_handovers
        tracing_join tracing_merge_case tracing_part tracing_person tracing_places tracing_positive
        tracing_reason tracing_search tracing_tasks tracing_trace_case tracing_unlink
        tracing_cancel_spread tracing_case_assign tracing_export
        tracing_export_again tracing_export_ask tracing_export_cancel tracing_export_file
        tracing_ask_spread tracing_declared tracing_exports tracing_spread tracing_visitors
        tracing_case_picture tracing_case_picture_file tracing_curve tracing_curve_file
        tracing_hours tracing_hours_file tracing_run_picture tracing_run_picture_file
    """,
}
WHO = {name: who for who, names in GROUPS.items() for name in _names(names)}

# Every address of tracing is one of these: a look-up for the reason that was given, one within a
# case, which is its own reason, or none: it shows nobody's visits, phone or ID.
LOOK_UPS = _names("""
    tracing_add_contacts tracing_add_person tracing_found tracing_join tracing_part tracing_person
    tracing_ask_spread tracing_declared tracing_places tracing_visitors
    tracing_curve tracing_curve_file tracing_hours tracing_hours_file
""")
LOOK_UPS_OF_A_CASE = _names("""
    tracing_case tracing_case_calls tracing_case_member tracing_case_places
    tracing_case_picture tracing_case_picture_file
""")
# The run's reason is theirs, too; only who asked for it may look (pictures/test_run_pages.py).
LOOK_UPS_OF_A_RUN = _names("tracing_run_picture tracing_run_picture_file")
NO_LOOK_UPS = _names("""
    tracing_add_spread tracing_case_modeladmin_create tracing_case_modeladmin_delete
    tracing_case_modeladmin_edit tracing_case_modeladmin_index tracing_case_note
    tracing_case_notice tracing_case_place tracing_case_status tracing_find_areas
    tracing_hand_case tracing_hand_person tracing_handover tracing_handover_ask
    tracing_handover_grant tracing_handover_refuse tracing_handover_revoke
    tracing_handover_withdraw tracing_handovers tracing_merge_case tracing_positive
    tracing_reason tracing_search tracing_tasks tracing_trace_case tracing_unlink
    tracing_cancel_spread tracing_case_assign tracing_export
    tracing_export_again tracing_export_ask tracing_export_cancel tracing_export_file
    tracing_exports tracing_spread
""")

# What an allowed account does not find in a world as small as these.
ABSENT = {
    "declarations_logbook_original": "the file was never uploaded",
    "declarations_logbook_result": "no file was made",
    "tracing_add_spread": "a run is for who asked for it, and these accounts did not",
    "tracing_spread": "so it is looked at",
    "tracing_run_picture": "as a picture, too",
    "tracing_run_picture_file": "so that is taken",
    "tracing_cancel_spread": "so it is cancelled",
    "tracing_export": "so is an export",
    "tracing_export_again": "so it is made again",
    "tracing_export_cancel": "so it is cancelled",
    "tracing_export_file": "so it is taken",
}


def addresses() -> dict[str, URLPattern]:
    """Our addresses in the admin, by name, as they are registered now."""
    return {
        pattern.name: pattern
        for register in hooks.get_hooks("register_admin_urls")
        if register.__module__.startswith(OURS)
        for pattern in register()
        if isinstance(pattern, URLPattern) and pattern.name
    }


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
    entry: int
    phone: str

    def rows(self) -> list[Any]:
        """All that somebody could change here, as the database has it."""
        things = (self.venue, self.checkpoint, self.visit, self.book, self.mapping, self.case,
                  self.member, self.link, self.handover, self.jurisdiction, self.spread,
                  self.export, self.declaration, self.rule, self.deletion, self.gate)  # fmt: skip
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
