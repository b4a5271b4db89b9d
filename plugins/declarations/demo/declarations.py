"""Health declarations that never were, made with the visits of the demo venues."""

from collections.abc import Iterable, Iterator
from random import Random

from plugins.declarations.declaring.answers import CONTACTS, SYMPTOMS, HealthAnswers
from plugins.declarations.declaring.models import Declaration, Kind
from plugins.declarations.declaring.services import NewDeclaration, record_declarations
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.declarations.visit_ids import derived_id

SEED = "Tờ khai"
EVERY = 6  # of so many visits one was asked for a declaration
ILL, MET = 0.15, 0.1  # shares of them


def make_declarations(visits: Iterable[Visit]) -> int:
    """Declarations of some of these visits, unless there are any; returns how many."""
    if Declaration.objects.exists():
        return 0
    return len(record_declarations(list(_declarations(visits))))


def _declarations(visits: Iterable[Visit]) -> Iterator[NewDeclaration]:
    random = Random(SEED)  # noqa: S311 - made-up data
    for n, visit in enumerate(visits):
        if n % EVERY:
            continue
        kept = unsealed(visit)
        ill, met = random.random() < ILL, random.random() < MET
        symptoms = random.sample(sorted(SYMPTOMS), random.randint(1, 3)) if ill else []
        yield NewDeclaration(
            id=derived_id(visit.pk, "declaration"),
            kind=Kind.HEALTH,
            name=visit.name,
            declared_at=visit.checked_in,
            phone=kept.get("phone"),
            id_number=kept.get("id"),
            health=HealthAnswers(
                tuple(key for key in SYMPTOMS if key in symptoms),
                random.choice(sorted(CONTACTS.keys() - {"none"})) if met else "none",
            ),
            visit_id=visit.pk,
            venue_id=visit.venue_id,
            keys=(visit.person_key, visit.second_key),
        )
