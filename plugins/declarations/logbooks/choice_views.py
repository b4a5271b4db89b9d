"""What a book's page takes in: the editor's changes to how the book is read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from plugins.declarations.logbooks.choosing import choose
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.previews import choices_form, reading_choices
from plugins.declarations.logbooks.services import check_may_import
from plugins.declarations.logbooks.understanding.choices import Choices


class ReadingAgain:
    """For the book's page: a form sent to it changes how the book is read.

    ``do`` says what was asked: "read" again with the form's choices, or as "recognised".
    """

    instance: Logbook
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out what was asked; a form with faults comes back as it was sent."""
        check_may_import(request.user, self.instance.venue)
        asked = request.POST.get("do")
        if asked == "recognised":
            return self._read_again(Choices())
        form = choices_form(self.instance, request.POST)
        if form is None:
            return self._too_late()
        if not form.is_valid():
            messages.error(request, _("Nothing was changed yet. Put right what is marked below."))
            context = self.get_context_data(**reading_choices(self.instance, form))  # type: ignore[attr-defined] # of the view
            return self.render_to_response(context)  # type: ignore[attr-defined] # of the view
        return self._read_again(form.choices())

    def _read_again(self, choices: Choices) -> HttpResponse:
        if not choose(self.instance, choices, by=self.request.user):
            return self._too_late()
        return redirect(self.request.path)

    def _too_late(self) -> HttpResponse:
        messages.warning(self.request, _("This book can no longer be read in another way."))
        return redirect(self.request.path)
