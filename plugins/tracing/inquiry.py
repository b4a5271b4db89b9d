"""The inquiry that an official is in the middle of: why, which days, what was asked.

It is kept in the session, so that a reason is given once and no address holds a phone number or
a name. Questions are sealed there: the session is a row of the database like any other.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib.sessions.backends.base import SessionBase

from people.sealing import SealError, seal, unseal
from plugins.tracing.periods import Period

MOST_QUESTIONS = 20  # older ones are asked anew
_INQUIRY, _QUESTIONS = "tracing_inquiry", "tracing_questions"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """``reason`` in words or a case number; days as the official chose them, or None."""

    reason: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def period(self) -> Period:
        """The days as a span of time."""
        return Period.of_days(self.first, self.last)


def current(session: SessionBase) -> Inquiry:
    """The inquiry of this session; an empty one to begin with."""
    kept = session.get(_INQUIRY, {})
    first, last = (date.fromisoformat(kept[k]) if kept.get(k) else None for k in ("first", "last"))
    return Inquiry(kept.get("reason", ""), first, last)


def keep(session: SessionBase, inquiry: Inquiry) -> None:
    """Go on with this one."""
    session[_INQUIRY] = {
        "reason": inquiry.reason,
        "first": inquiry.first.isoformat() if inquiry.first else "",
        "last": inquiry.last.isoformat() if inquiry.last else "",
    }


def keep_question(session: SessionBase, text: str) -> str:
    """Keep what was asked; the token given back stands for it in addresses."""
    token = secrets.token_urlsafe(9)
    sealed = seal({"text": text}, context=token.encode())
    kept = [*session.get(_QUESTIONS, []), [token, base64.b64encode(sealed).decode()]]
    session[_QUESTIONS] = kept[-MOST_QUESTIONS:]
    return token


def question(session: SessionBase, token: str) -> str | None:
    """What was asked under this token; None if it is no longer known."""
    sealed = dict(session.get(_QUESTIONS, [])).get(token)
    if sealed is None:
        return None
    try:
        return str(unseal(base64.b64decode(sealed), context=token.encode())["text"])
    except (SealError, binascii.Error):
        return None
