"""How likely a contact is to be infected, compared with the others. Pure functions.

    doses = sum over the meetings of  weight of the kind of venue × (minutes together + 5)
    risk  = 100 × (1 − e^(−doses / 60))

Source: the form is that of Wells and Riley (E. C. Riley, G. Murphy, R. L. Riley, "Airborne spread
of measles in a suburban elementary school", 1978): doses add up with time, and the chance of
infection draws near to certainty without passing it. The weights follow the three C's of the
World Health Organization (closed, crowded, close), one for an ordinary room; the office sets them
in ``venue_weights``. The 5 minutes for each meeting and the 60 are our choice: what is said and
touched at each meeting, and that one hour in an ordinary room counts 66 of 100. It is an order in
which to call people, not a medical probability.
"""

from collections.abc import Iterable, Mapping
from math import exp

from plugins.tracing.meetings import Meeting

A_MEETING = 5.0  # minutes that each meeting counts besides its length
AN_HOUR = 60.0  # minutes that make 63 of 100
ORDINARY = 1.0


def doses(meetings: Iterable[Meeting], weights: Mapping[int, float]) -> float:
    """For the meetings of two people; ``weights`` by venue, ORDINARY where not given."""
    total = 0.0
    for meeting in meetings:
        minutes = (meeting.end - meeting.start).total_seconds() / 60
        total += weights.get(meeting.venue, ORDINARY) * (minutes + A_MEETING)
    return total


def risk(doses: float) -> float:
    """0 to 100; greater doses are never a smaller risk."""
    return 100.0 * (1.0 - exp(-doses / AN_HOUR))
