"""What a book's page takes in: the editor's changes to how the book is read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from areas.scope import scope_for
from plugins.declarations.logbooks.choosing.mappings import NameTaken, apply_mapping, save_mapping
from plugins.declarations.logbooks.choosing.services import choose, version
from plugins.declarations.logbooks.models import Logbook, LogbookMapping
from plugins.declarations.logbooks.previews import choices_form, reading_choices
from plugins.declarations.logbooks.services import check_may_import
from plugins.declarations.logbooks.understanding.choices import Choices
from portal.text import as_pk

MAPPING_NAME = 100  # characters


def read_meanwhile() -> str:
    """What those are told whose page shows an earlier reading of the book."""
    return _("The book was read again meanwhile, so nothing was done. Look at it once more.")


class ReadingAgain:
    """For the book's page: a form sent to it changes how the book is read.

    ``do`` says what was asked: "read" again with the form's choices, or as "recognised"; "save"
    the choices as a mapping, or "use" one.
    """

    instance: Logbook
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out what was asked; a form with faults comes back as it was sent."""
        check_may_import(request.user, self.instance.venue)
        if request.POST.get("seen", "") not in ("", version(self.instance)):
            messages.warning(request, read_meanwhile())
            return redirect(request.path)
        asked = request.POST.get("do")
        if asked == "recognised":
            return self._done(choose(self.instance, Choices(), by=request.user))
        if asked == "save":
            return self._save(" ".join(request.POST.get("name", "").split()))
        if asked == "use":
            return self._use(request.POST.get("mapping"))
        return self._read()

    def _read(self) -> HttpResponse:
        form = choices_form(self.instance, self.request.POST)
        if form is None:
            return self._done(False)
        if not form.is_valid():
            return self._shown_again(
                _("Nothing was changed yet. Put right what is marked below."),
                **reading_choices(self.instance, form, account=self.request.user),
            )
        return self._done(choose(self.instance, form.choices(), by=self.request.user))

    def _save(self, name: str) -> HttpResponse:
        problem = ""
        try:
            if not name or len(name) > MAPPING_NAME:
                problem = _("Write a name of at most %(most)s letters.") % {"most": MAPPING_NAME}
            else:
                save_mapping(self.instance, name, by=self.request.user)
        except NameTaken:
            problem = _("A mapping of this name is there for books of another kind.")
        except ValueError:
            problem = _("There is nothing to keep: no column was changed, or none has a heading.")
        if problem:
            return self._shown_again(problem, mapping_name=name, mapping_error=problem)
        messages.success(self.request, _("The mapping “%(name)s” was saved.") % {"name": name})
        return redirect(self.request.path)

    def _use(self, key: str | None) -> HttpResponse:
        within = LogbookMapping.objects.filter(scope_for(self.request.user).q("area"))
        mapping = within.filter(pk=as_pk(key) or 0).first()
        if mapping is None:
            messages.error(self.request, _("This mapping is no longer there."))
            return redirect(self.request.path)
        return self._done(apply_mapping(self.instance, mapping, by=self.request.user))

    def _shown_again(self, problem: str, **context: Any) -> HttpResponse:
        messages.error(self.request, problem)
        shown = self.get_context_data(**context)  # type: ignore[attr-defined] # of the view
        return self.render_to_response(shown)  # type: ignore[attr-defined] # of the view

    def _done(self, is_done: bool) -> HttpResponse:
        if not is_done:
            messages.warning(self.request, _("This book can no longer be read in another way."))
        return redirect(self.request.path)
