"""The questions about a journey within the country."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.declarations.declaring import fields
from plugins.declarations.declaring.answers import DAYS_ASKED, TRANSPORTS, MovementAnswers
from plugins.declarations.declaring.area_field import AreaField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

AHEAD = timedelta(days=30)


@dataclass
class MovementForm:
    """From where to where, when, how, and where one stayed in the last DAYS_ASKED days.

    ``errors`` maps a field's name, with the prefix, to a sentence.
    """

    prefix: str = ""
    origin: AreaField = field(default_factory=lambda: AreaField("from_area"))
    from_address: str = ""
    goal: AreaField = field(default_factory=lambda: AreaField("to_area"))
    to_address: str = ""
    day: str = ""
    clock: str = ""
    transport: str = ""
    vehicle: str = ""
    seat: str = ""
    stayed: str = ""
    departed: datetime | None = None
    errors: "dict[str, StrPromise]" = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict, prefix: str = "") -> "MovementForm":
        """From what was sent."""
        form = cls(
            prefix,
            origin=AreaField.read(data, f"{prefix}from_area", required=True),
            from_address=fields.line(data, f"{prefix}from_address"),
            goal=AreaField.read(data, f"{prefix}to_area", required=True),
            to_address=fields.line(data, f"{prefix}to_address"),
            day=fields.line(data, f"{prefix}departed_day"),
            clock=fields.line(data, f"{prefix}departed_time"),
            transport=fields.one_of(data, f"{prefix}transport", TRANSPORTS),
            vehicle=fields.line(data, f"{prefix}vehicle"),
            seat=fields.line(data, f"{prefix}seat"),
            stayed=fields.text(data, f"{prefix}stayed"),
        )
        form._check()
        return form

    @classmethod
    def blank(cls, prefix: str = "") -> "MovementForm":
        """An empty one, today."""
        return cls(
            prefix,
            origin=AreaField(f"{prefix}from_area"),
            goal=AreaField(f"{prefix}to_area"),
            day=timezone.localdate().isoformat(),
        )

    @classmethod
    def of(cls, answers: MovementAnswers, prefix: str = "") -> "MovementForm":
        """Filled in with answers given before."""
        departed = timezone.localtime(answers.departed)
        return cls(
            prefix,
            origin=AreaField.of(f"{prefix}from_area", answers.from_area),
            from_address=answers.from_address,
            goal=AreaField.of(f"{prefix}to_area", answers.to_area),
            to_address=answers.to_address,
            day=departed.date().isoformat(),
            clock=f"{departed:%H:%M}",
            transport=answers.transport,
            vehicle=answers.vehicle,
            seat=answers.seat,
            stayed=answers.stayed,
        )

    def _check(self) -> None:
        for area in (self.origin, self.goal):
            if area.error:
                self.errors[area.name] = area.error
        self._check_departure()
        if not self.transport:
            self.errors[f"{self.prefix}transport"] = _("Say how you travel.")

    def _check_departure(self) -> None:
        day, clock = fields.day(self.day), fields.clock(self.clock)
        if day is None:
            self.errors[f"{self.prefix}departed_day"] = _("Enter the day of departure.")
        if clock is None:
            self.errors[f"{self.prefix}departed_time"] = _(
                "Enter the time of departure, for example 07:30."
            )
        if day is None or clock is None:
            return
        self.departed = timezone.make_aware(datetime.combine(day, clock))
        now = timezone.now()
        if not now - timedelta(days=DAYS_ASKED + 1) < self.departed < now + AHEAD:
            self.errors[f"{self.prefix}departed_day"] = _(
                "The day of departure must lie within the last 21 or the next 30 days."
            )

    def answers(self) -> MovementAnswers:
        """Of a form without errors."""
        origin, goal, departed = self.origin.place, self.goal.place, self.departed
        if origin is None or goal is None or departed is None:
            raise ValueError("The form has errors.")
        return MovementAnswers(
            from_area=origin.pk,
            from_name=origin.label,
            to_area=goal.pk,
            to_name=goal.label,
            departed=departed,
            transport=self.transport,
            from_address=self.from_address,
            to_address=self.to_address,
            vehicle=self.vehicle,
            seat=self.seat,
            stayed=self.stayed,
        )

    @property
    def transport_options(self) -> list[tuple[str, "StrPromise", bool]]:
        """Value, label and whether it is chosen."""
        return [(key, label, key == self.transport) for key, label in TRANSPORTS.items()]
