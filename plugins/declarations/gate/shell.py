"""What the gate's page is made of besides its HTML: files that the browser keeps, and its words."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

SCRIPTS = (
    "ids",
    "sealing",
    "store",
    "sending",
    "sound",
    "cards",
    "queue",
    "scanner",
    "camera",
    "shown",
    "manual",
    "page",
)
_FOLDER = "declarations/gate"
_READER, _WASM = "zxing/index.js", "zxing/zxing_reader.wasm"
_WORKER = Path(__file__).parents[1] / "templates/declarations/gate/worker.js"


def _names() -> list[str]:
    """Files that must be there without network."""
    return [
        *(f"{_FOLDER}/{name}.js" for name in SCRIPTS),
        f"{_FOLDER}/gate.css",
        f"{_FOLDER}/icon.svg",
        "portal/portal.css",
        "portal/favicon.svg",
        *(f"fonts/be-vietnam-pro-{part}-600-normal.woff2" for part in ("latin", "vietnamese")),
        _READER,
        _WASM,
    ]


def files() -> dict[str, Any]:
    """Addresses that the page's script and the service worker need."""
    return {
        "all": [static(name) for name in _names()],
        "root": settings.STATIC_URL,
        "store": static(f"{_FOLDER}/store.js"),
        "sending": static(f"{_FOLDER}/sending.js"),
        "reader": static(_READER),
        "wasm": static(_WASM),
        "icons": [
            {"src": static(f"{_FOLDER}/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }


@cache
def version() -> str:
    """Changes when one of the files does; a new one makes browsers fetch them all anew."""
    digest = hashlib.sha256(_WORKER.read_bytes())
    for name in _names():
        found = finders.find(name)
        digest.update(static(name).encode())
        if isinstance(found, str):
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:16]


def texts() -> dict[str, str]:
    """The words of the script, in the language of the page."""
    return {
        "word_ready": _("Ready: scan a card or a code"),
        "word_in": _("Checked in"),
        "word_out": _("Checked out"),
        "word_inside": _("Already inside"),
        "word_symptoms": _("Symptoms or contact declared"),
        "word_refused": _("Not recorded"),
        "word_unknown": _("Not readable"),
        "word_undone": _("Taken back"),
        "deed_in": _("In"),
        "deed_out": _("Out"),
        "deed_undo_in": _("Undo"),
        "deed_undo_out": _("Undo"),
        "state_sending": _("sending"),
        "state_waiting": _("waiting to be sent"),
        "state_inside": _("already inside"),
        "state_refused": pgettext("entry at the gate", "not recorded"),
        "state_undone": pgettext("entry at the gate", "taken back"),
        "kept_here": _("Kept on this device, encrypted, until the network is back."),
        "since": _("since %(time)s") % {"time": "{time}"},
        "symptoms_detail": _("Ask the person to wait and tell the health office."),
        "symptoms_by_phone": _("Checked in by phone with symptoms or contact."),
        "personal_code": _("Personal code"),
        "check_out": _("Check out"),
        "another": _("Another person: record"),
        "undo": _("Undo"),
        "undo_later": _("This entry is being sent. Try again in a moment."),
        "open": _("Put right"),
        "drop": _("Remove"),
        "drop_sure": _("Remove this entry? It cannot be brought back."),
        "finish_first": _("Finish or cancel the entry in the form first, then do this again."),
        "not_kept": _(
            "This device could not keep the entry. Write it down on paper and reload the page."
        ),
        "cannot": _(
            "This browser cannot encrypt or keep entries. Open the page by https, in a browser "
            "of the last years, not in a private window."
        ),
        "waiting": _("%(n)s waiting to be sent") % {"n": "{n}"},
        "line_ready": _("Connected"),
        "line_network": _("No network. Go on working: entries are kept here."),
        "line_busy": _("The server is busy. Entries are kept here and sent later."),
        "line_pin": _("The PIN must be typed again before entries can be sent."),
        "line_revoked": _("This gate link has ended. Ask the ward for a new one."),
        "camera_on": _("Camera"),
        "camera_off": _("Camera off"),
        "no_camera": _("The camera cannot be used. Allow it for this page, or type the entry."),
        "sound_on": _("Sound on"),
        "sound_off": _("Sound off"),
        "name_missing": _("Enter a name."),
        "reopen_wrong": _("This PIN is wrong."),
        "reopen_locked": _("Too many wrong PINs. Wait 15 minutes."),
        "reopen_unreadable": _("The server cannot open this entry."),
        "reopen_pin": _("The PIN of the gate must be typed again: reload this page first."),
        "reopen_revoked": _("This gate link has ended. Ask the ward for a new one."),
        "reopen_busy": _("The server is busy. Try again in a moment."),
        "reopen_network": _("This needs the network. Try again when it is back."),
        "card_fields": _("The code on this card is not complete. Check and complete the entry."),
        "card_number": _("The number on this card cannot be right. Check it on the card."),
        "card_name": _("The name could not be read. Type it from the card."),
        "card_hex": _(
            "The name came garbled. Set the keyboard to English, or type the name from the card."
        ),
        "card_date": _("The date of birth on this card cannot be right."),
        "card_venue": _("This is a code of a place, not of a person."),
        "card_unknown": _("This code is not known. Type the entry."),
    }
