"""Recording health declarations that connected systems send."""

from django.utils import timezone

from plugins.declarations import repeated
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.persons import read_person
from plugins.declarations.api.problems import Problem
from plugins.declarations.api.schemas import DeclarationIn, DeclarationOut
from plugins.declarations.clocks import Moment, moment
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.models import Declaration, Kind
from plugins.declarations.declaring.services import NewDeclaration, record_declaration, unsealed
from plugins.declarations.models import Source, Visit
from plugins.declarations.repeated import Known

DEVICE_TIME = "device_time"


def record(client: ApiClient, sent: DeclarationIn) -> DeclarationOut:
    """Record one declaration; the same sent again gives the same answer. Raises Problem."""
    person = read_person(sent)
    if person.errors:
        raise Problem("invalid", person.errors)
    visit = _visit(client, sent)
    content = repeated.content_of(
        sent.model_dump(mode="json", exclude={"sent_at"}, exclude_defaults=True)
    )
    came = moment(sent.declared_at, sent.sent_at, timezone.now())
    health = HealthAnswers(
        tuple(sorted(set(sent.health.symptoms))), sent.health.contact, sent.health.places
    )
    new = NewDeclaration(
        id=sent.id,
        kind=Kind.HEALTH,
        name=person.name,
        declared_at=came.at,
        phone=person.phone,
        id_number=person.id_number,
        health=health,
        details=person.details | _doubted(came),
        area_id=client.area_id,
        visit_id=visit.pk if visit else None,
        venue_id=visit.venue_id if visit else None,
        content=content,
    )
    known = repeated.compare(Declaration, {new.id: content})[new.id]
    if known is Known.NEW and not record_declaration(new):
        known = repeated.compare(Declaration, {new.id: content})[new.id]
    if known is Known.OTHER:
        raise Problem("conflict")
    if known is Known.SAME:
        doubted = DEVICE_TIME in unsealed(Declaration.objects.get(pk=new.id))
    else:
        doubted = came.device_time is not None
    attention = health.has_symptoms or health.had_contact
    return DeclarationOut(id=new.id, attention=attention, clock_doubted=doubted)


def _doubted(came: Moment) -> dict[str, str]:
    """What a clock said that cannot be right is kept with the answers."""
    return {DEVICE_TIME: came.device_time.isoformat()} if came.device_time else {}


def _visit(client: ApiClient, sent: DeclarationIn) -> Visit | None:
    """The visit that it goes with. Raises Problem."""
    if sent.visit is None:
        return None
    visits = Visit.objects.filter(pk=sent.visit, source=Source.API)
    if client.area is not None:
        visits = visits.filter(venue__area__path__startswith=client.area.path)
    visit = visits.first()
    if visit is None:
        raise Problem("visit_unknown")
    return visit
