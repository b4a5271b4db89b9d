"""What editors do in the crash tests, each in a process of its own (see Place.step)."""

from pathlib import Path

from django.contrib.auth import get_user_model

from areas.models import Area
from areas.services import add_children
from plugins.declarations.logbooks import services, tasks
from plugins.declarations.logbooks.jobs.direct import import_now
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.undoing import services as undo
from plugins.qr_venues.models import Venue, VenueCategory
from plugins.qr_venues.services import register_venue

NAME, COPY = "so.xlsx", "ban sao.xlsx"


def uploaded(book: Path) -> None:
    """The book waits to be read."""
    services.upload(book.read_bytes(), venue=_venue(), file_name=NAME, year=None, by=_editor())


def confirmed(book: Path) -> None:
    """The book is read and waits for its import."""
    uploaded(book)
    read_logbook(Logbook.objects.get())
    services.confirm(Logbook.objects.get(), by=_editor())


def confirm(book: Path) -> None:
    """The editor confirms what was read."""
    assert services.confirm(Logbook.objects.get(), by=_editor())


def imported(book: Path) -> None:
    """The book is done, but for its result workbook."""
    data = book.read_bytes()
    import_now(data, file_name=NAME, year=None, venue=_venue(), by=_editor())
    tasks.make_result_book.enqueue(str(Logbook.objects.get().pk))


def taken_back(book: Path) -> None:
    """The book is done and waits to be taken back."""
    data = book.read_bytes()
    import_now(data, file_name=NAME, year=None, venue=_venue(), by=_editor())
    assert undo.take_back(Logbook.objects.get(), by=_editor())


def taken_back_and_imported_again(book: Path) -> None:
    """The book is done and waits to be taken back, a copy of it to be imported meanwhile."""
    taken_back(book)
    data, venue = book.read_bytes(), Venue.objects.get(name="Chợ Hà Đông")
    copy = services.upload(data, venue=venue, file_name=COPY, year=None, by=_editor())
    read_logbook(copy)
    services.confirm(Logbook.objects.get(pk=copy.pk), by=_editor())


def gone_on_with(book: Path) -> None:
    """The editor presses "Go on"."""
    assert services.resume(Logbook.objects.get(), by=_editor())


def _editor():
    return get_user_model().objects.get_or_create(username="killer", is_superuser=True)[0]


def _venue() -> Venue:
    add_children(None, [Area(code="kill", name="Phường Hà Đông", kind="ward")])
    category, _created = VenueCategory.objects.get_or_create(
        pk="market", defaults={"name_vi": "Chợ", "name_en": "Market", "default_stay": 60}
    )
    area = Area.objects.get(code="kill")
    return register_venue(name="Chợ Hà Đông", category=category, area=area)
