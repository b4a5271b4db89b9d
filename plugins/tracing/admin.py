"""The register of cases in the admin."""

from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InstanceSpecificView, WMABaseView

from areas.scope import Scope, scope_for
from plugins.qr_venues.choosing import AreaFinder
from plugins.tracing import cases, services
from plugins.tracing.casework import access
from plugins.tracing.casework.changes import Stale
from plugins.tracing.casework.forms import CaseForm
from plugins.tracing.casework.members import WAITING
from plugins.tracing.casework.messages import told
from plugins.tracing.casework.models import TestResult
from plugins.tracing.casework.views import address_of
from plugins.tracing.errors import NoReason
from plugins.tracing.models import Case, CaseStatus
from plugins.tracing.reasons import Asker
from portal.registers import Register

STATUS_CLASSES = {CaseStatus.OPEN: "w-status w-status--primary", CaseStatus.CLOSED: "w-status"}


class CasePermissions(PermissionHelper):
    """Looking needs the view permission; a case is closed or merged, never deleted."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the account may open the list."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Nobody."""
        return False


class CaseButtons(ButtonHelper):
    """Labels that say what happens."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The button above the list."""
        button = super().add_button(*args, **kwargs)
        return {**button, "label": gettext("Open a case"), "title": gettext("Open a case")}

    def get_buttons_for_obj(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """None in the list: all that is done to a case is on its page."""
        return []


class CaseFormView(WMABaseView, FormView):
    """What opening and changing have in common."""

    form_class = CaseForm
    template_name = "tracing/case_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form needs to know who may choose which areas."""
        return {
            **super().get_form_kwargs(),
            "account": self.request.user,
            "area_address": reverse("qr_venues_find_areas"),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong stands beside each field; say so above as well."""
        messages.error(
            self.request, gettext("Nothing was saved yet. Put right what is marked below.")
        )
        return super().form_invalid(form)


class OpenCaseView(CaseFormView):
    """A new case; ``?person=`` ties it to a person by key."""

    page_title = _("Open a case")

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the account may open cases."""
        return self.permission_helper.user_can_create(user)

    def get_initial(self) -> dict[str, Any]:
        """The only area that there is to choose."""
        options = AreaFinder(scope_for(self.request.user)).search("", limit=2)
        return {"area": options[0] if len(options) == 1 else None}

    def form_valid(self, form: CaseForm) -> HttpResponse:
        """Save; its number is a reason for look-ups from now on, the first one of its person."""
        key, account = _key(self.request.GET.get("person", "")), self.request.user
        case = cases.open_case(form.instance, by=account, person=key)
        if key is not None:  # a search may take long; nobody waits for the record meanwhile
            asker = Asker(account, case.number, self.request.META.get("REMOTE_ADDR"))
            try:
                person = services.history(asker, key).person
            except NoReason as fault:
                messages.warning(self.request, fault.message)
                person = None
            if person is not None:
                cases.name_f0(case, person.key, person.name)
        messages.success(self.request, gettext("Case %(number)s is open.") % {"number": case})
        return redirect(address_of(case))


class ChangeCaseView(CaseFormView, InstanceSpecificView):
    """Change what a case says; closing it is on its page."""

    page_title = _("Change case")

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the account may change the case: of its own areas, not a case it helps with."""
        return (
            self.permission_helper.user_can_edit_obj(user, self.instance)
            and access.own_cases(user).filter(pk=self.instance.pk).exists()
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bound to the case."""
        return {**super().get_form_kwargs(), "instance": self.instance}

    def get_initial(self) -> dict[str, Any]:
        """The case's own area."""
        finder = AreaFinder(scope_for(self.request.user), also=self.instance.area_id)
        return {"area": finder.get(self.instance.area_id)}

    def form_valid(self, form: CaseForm) -> HttpResponse:
        """Save and go to the case; if somebody was faster, tell what they did."""
        given = form.cleaned_data["version"]
        try:
            case = cases.change_case(form.instance, by=self.request.user, version=given)
        except Stale as stale:
            now = Case.objects.get(pk=self.instance.pk)
            form.renew(now.version)
            return self.render_to_response(
                self.get_context_data(form=form, stale=told(stale.events))
            )
        messages.success(self.request, gettext("Case %(number)s was changed.") % {"number": case})
        return redirect(address_of(case))


class CaseRegister(Register):
    """Cases of the account's areas, and those with persons handed to them."""

    model = Case
    area_field = "area"
    menu_label = _("Cases")
    menu_icon = "folder-open-inverse"
    menu_order = 250
    list_display = (
        "page",
        "area",
        "infectious",
        "persons",
        "waiting",
        "positive",
        "status_tag",
    )
    list_filter = ("status",)
    list_select_related = ("area",)
    search_fields = ("number", "title")
    permission_helper_class = CasePermissions
    button_helper_class = CaseButtons
    create_view_class = OpenCaseView
    edit_view_class = ChangeCaseView
    index_view_extra_css = ["qr_venues/admin.css", "tracing/casework.css"]

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """Those that the account sees at least a part of, with counts of their persons."""
        seen = Q(members__isnull=False)
        if not scope.everything:  # as access.members_for
            seen &= scope.q("area") | scope.q("members__area")
        waiting, positive = Q(members__state__in=WAITING), Q(members__result=TestResult.POSITIVE)
        return queryset.filter(access.in_scope(scope)).annotate(
            persons_count=Count("members", filter=seen),
            waiting_count=Count("members", filter=seen & waiting),
            positive_count=Count("members", filter=seen & positive),
        )

    @display(description=_("case number"), ordering="number")
    def page(self, case: Case) -> SafeString:
        """To the page of the case; what it is about beneath."""
        return format_html(
            '<a href="{}">{}</a><div class="cong-register__about">{}</div>',
            address_of(case),
            case.number,
            case.title,
        )

    @display(description=_("persons"), ordering="persons_count")
    def persons(self, case: Any) -> int:
        """How many the case has."""
        return case.persons_count

    @display(description=_("to call"), ordering="waiting_count")
    def waiting(self, case: Any) -> SafeString | str:
        """How many must still be called, with the way to them."""
        if not case.waiting_count:
            return "–"
        query = "?state=waiting"
        return format_html('<a href="{}{}">{}</a>', address_of(case), query, case.waiting_count)

    @display(description=_("positive"), ordering="positive_count")
    def positive(self, case: Any) -> int:
        """How many tested positive, the F0 among them."""
        return case.positive_count

    @display(description=_("infectious"))
    def infectious(self, case: Case) -> str:
        """First and last day."""
        first, last = case.infectious_from, case.infectious_to
        return " – ".join(f"{day:%d/%m/%Y}" if day else "…" for day in (first, last))

    @display(description=_("status"))
    def status_tag(self, case: Case) -> SafeString:
        """The status as a coloured tag."""
        css = STATUS_CLASSES[CaseStatus(case.status)]
        return format_html('<span class="{}">{}</span>', css, case.get_status_display())


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
