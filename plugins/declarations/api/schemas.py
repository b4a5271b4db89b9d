"""What is sent and answered. The texts are part of the interface's description."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict

MOST_VISITS = 500
LONGEST = 200

Line = Annotated[str, Field(max_length=LONGEST)]


def _version_7(value: UUID) -> UUID:
    if value.version != 7 or value.int >> 62 & 3 != 2:
        raise ValueError("not a UUID of version 7")
    return value


# Time-ordered ids are the order and the month of the record, so no other version will do.
Uuid7 = Annotated[
    UUID,
    AfterValidator(_version_7),
    Field(
        description="Made by the client, UUID version 7 (RFC 9562): the same record keeps it when "
        "it is sent again.",
        json_schema_extra={
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
        },
    ),
]


class _Sent(Schema):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PersonIn(_Sent):
    """Who it is. A phone or the number of an identity paper is needed."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["Trần Thị Bình"])]
    phone: Line = Field("", examples=["0912 345 678"])
    id_number: Line = Field("", description="Citizen ID, old ID, passport or health insurance card")
    birth: Line = Field("", description="Year or day of birth, as known")
    sex: Literal["", "male", "female"] = ""
    nationality: Line = ""
    address: Line = ""


class VisitIn(PersonIn):
    """One stay of one person."""

    id: Uuid7
    point: Annotated[
        str, Field(min_length=1, max_length=20, description="The code under the check point's QR")
    ]
    checked_in: AwareDatetime
    checked_out: AwareDatetime | None = None


class _Timed(_Sent):
    sent_at: AwareDatetime | None = Field(
        None, description="What your clock shows now: puts a clock right that is wrong"
    )


class OneVisitIn(VisitIn, _Timed):
    """A visit sent by itself."""


class VisitsIn(_Timed):
    """Up to 500 visits."""

    visits: Annotated[list[dict[str, Any]], Field(min_length=1)]


class PointOut(Schema):
    """A check point and its venue."""

    code: str
    name: str
    open: bool
    venue: str
    address: str
    area: str


class VisitOut(Schema):
    """A visit as it was recorded first, however often it is sent."""

    id: UUID
    status: Literal["recorded"] = "recorded"
    checked_in: datetime
    checked_out: datetime | None
    clock_doubted: bool = Field(
        False, description="The client's time cannot be right; ours was taken"
    )


class FieldErrorOut(Schema):
    """One fault."""

    pointer: str
    code: str
    detail: str


class ProblemOut(Schema):
    """Problem details (RFC 9457), sent as application/problem+json."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldErrorOut] | None = None


class ResultOut(Schema):
    """What became of one record of a batch: a visit, or a problem."""

    id: str | None
    visit: VisitOut | None = None
    problem: ProblemOut | None = None


class ResultsOut(Schema):
    """In the order in which the visits were sent."""

    recorded: int
    refused: int
    results: list[ResultOut]


class CheckOutIn(_Timed):
    """When the person left."""

    checked_out: AwareDatetime


class HealthIn(_Sent):
    """Answers to the health declaration."""

    symptoms: list[
        Literal["fever", "cough", "breathless", "sore_throat", "nausea", "diarrhoea"]
    ] = Field(default_factory=list)
    contact: Literal["none", "case", "ill"]
    places: Annotated[str, Field(max_length=1000)] = ""


class DeclarationIn(PersonIn, _Timed):
    """A health declaration; ``visit`` is the visit that it was made with."""

    id: Uuid7
    health: HealthIn
    declared_at: AwareDatetime
    visit: Uuid7 | None = None


class DeclarationOut(Schema):
    """A declaration as it was recorded first. ``attention``: symptoms or contact were declared."""

    id: UUID
    status: Literal["recorded"] = "recorded"
    attention: bool
    clock_doubted: bool = False
