"""Every address of our own in the admin, and by whom it may be asked (the objects: worlds.py)."""

from django.urls import URLPattern
from wagtail import hooks

OURS = ("portal", "audit", "areas", "cms_pages", "plugins", "wagtail_modeladmin.options")


def _names(text: str) -> list[str]:
    return text.split()


# Who may ask, by address: (S)uperuser, (D)epartment, (W)ard editor, (G)ate, (T)racing of a ward,
# tracing of the (P)rovince, department of one sector (X), privacy (O)fficer. Accounts without a
# role, and closed ones, may ask nothing.
GROUPS = {
    # modeladmin's own addresses of what is only looked at, or made and changed elsewhere
    "": """
        areas_area_modeladmin_create areas_area_modeladmin_delete areas_area_modeladmin_edit
        declarations_logbook_modeladmin_delete declarations_logbook_modeladmin_edit
        declarations_logbookmapping_modeladmin_create declarations_visit_modeladmin_create
        declarations_visit_modeladmin_delete declarations_visit_modeladmin_edit
        declarations_declaration_modeladmin_create declarations_declaration_modeladmin_delete
        declarations_declaration_modeladmin_edit declarations_deletionrequest_modeladmin_create
        declarations_deletionrequest_modeladmin_delete
        declarations_deletionrequest_modeladmin_edit declarations_apiclient_modeladmin_create
        declarations_apiclient_modeladmin_delete declarations_apiclient_modeladmin_edit
        tracing_case_modeladmin_delete
    """,
    "S": """
        areas_area_modeladmin_index areas_jurisdiction_modeladmin_create
        areas_jurisdiction_modeladmin_delete areas_jurisdiction_modeladmin_edit
        areas_jurisdiction_modeladmin_index portal_modules portal_modules_switch
        qr_venues_venue_modeladmin_delete
    """,
    "SO": """
        audit_entry audit_export audit_index audit_letter audit_patterns audit_tell audit_told
        audit_verify
    """,
    "SD": "declarations_connect_client declarations_revoke_client",
    "SDX": "declarations_apiclient_modeladmin_index",
    "SW": """
        declarations_correct_visit declarations_logbook_again declarations_logbook_cancel
        declarations_logbook_confirm declarations_logbook_fill declarations_logbook_mend
        declarations_logbook_modeladmin_create declarations_logbook_modeladmin_index
        declarations_logbook_modeladmin_inspect declarations_logbook_original
        declarations_logbook_possible declarations_logbook_repeats declarations_logbook_rest
        declarations_logbook_rest_back
        declarations_logbook_result declarations_logbook_resume declarations_logbook_take_back
        declarations_logbook_template declarations_logbook_year
        declarations_logbookmapping_modeladmin_delete declarations_logbookmapping_modeladmin_edit
        declarations_logbookmapping_modeladmin_index declarations_change_gate_pin
        declarations_revoke_gate declarations_venue_gates qr_venues_add_checkpoint
        qr_venues_revoke_checkpoint qr_venues_venue_modeladmin_create
        qr_venues_venue_modeladmin_edit
    """,
    "SWG": "declarations_gates declarations_record_visitor",
    "SWO": "declarations_decide_deletion declarations_deletionrequest_modeladmin_index",
    "SWGTP": "declarations_visit_modeladmin_index",
    "SDWTP": """
        qr_venues_checkpoint_poster qr_venues_venue_modeladmin_inspect qr_venues_venue_posters
    """,
    "SDWTPX": "qr_venues_find_areas qr_venues_venue_modeladmin_index",
    "SDWGTPX": "qr_venues_find_venues",
    "STP": """
        declarations_declaration_modeladmin_index declarations_open_declaration
        declarations_outbreakrule_modeladmin_create declarations_outbreakrule_modeladmin_delete
        declarations_outbreakrule_modeladmin_edit declarations_outbreakrule_modeladmin_index
        tracing_add_contacts tracing_add_person tracing_add_spread tracing_case tracing_case_calls
        tracing_case_member tracing_case_modeladmin_create tracing_case_modeladmin_edit
        tracing_case_modeladmin_index tracing_case_note tracing_case_notice tracing_case_place
        tracing_case_places tracing_case_status tracing_find_areas tracing_found tracing_hand_case
        tracing_hand_person tracing_handover tracing_handover_ask tracing_handover_grant
        tracing_handover_refuse tracing_handover_revoke tracing_handover_withdraw tracing_handovers
        tracing_join tracing_merge_case tracing_part tracing_person tracing_places tracing_positive
        tracing_reason tracing_search tracing_tasks tracing_trace_case tracing_unlink
        tracing_cancel_spread tracing_case_assign tracing_export
        tracing_export_again tracing_export_ask tracing_export_cancel tracing_export_file
        tracing_ask_spread tracing_declared tracing_exports tracing_spread tracing_visitors
        tracing_case_picture tracing_case_picture_file tracing_curve tracing_curve_file
        tracing_hours tracing_hours_file tracing_run_picture tracing_run_picture_file
    """,
}
WHO = {name: who for who, names in GROUPS.items() for name in _names(names)}

# Every address of tracing is one of these: a look-up for the reason that was given, one within a
# case, which is its own reason, or none: it shows nobody's visits, phone or ID.
LOOK_UPS = _names("""
    tracing_add_contacts tracing_add_person tracing_found tracing_join tracing_part tracing_person
    tracing_ask_spread tracing_declared tracing_places tracing_visitors
    tracing_curve tracing_curve_file tracing_hours tracing_hours_file
""")
LOOK_UPS_OF_A_CASE = _names("""
    tracing_case tracing_case_calls tracing_case_member tracing_case_places
    tracing_case_picture tracing_case_picture_file
""")
# The run's reason is theirs, too; only who asked for it may look (pictures/test_run_pages.py).
LOOK_UPS_OF_A_RUN = _names("tracing_run_picture tracing_run_picture_file")
NO_LOOK_UPS = _names("""
    tracing_add_spread tracing_case_modeladmin_create tracing_case_modeladmin_delete
    tracing_case_modeladmin_edit tracing_case_modeladmin_index tracing_case_note
    tracing_case_notice tracing_case_place tracing_case_status tracing_find_areas
    tracing_hand_case tracing_hand_person tracing_handover tracing_handover_ask
    tracing_handover_grant tracing_handover_refuse tracing_handover_revoke
    tracing_handover_withdraw tracing_handovers tracing_merge_case tracing_positive
    tracing_reason tracing_search tracing_tasks tracing_trace_case tracing_unlink
    tracing_cancel_spread tracing_case_assign tracing_export
    tracing_export_again tracing_export_ask tracing_export_cancel tracing_export_file
    tracing_exports tracing_spread
""")

# What an allowed account does not find in a world as small as these.
ABSENT = {
    "declarations_logbook_original": "the file was never uploaded",
    "declarations_logbook_result": "no file was made",
    "tracing_add_spread": "a run is for who asked for it, and these accounts did not",
    "tracing_spread": "so it is looked at",
    "tracing_run_picture": "as a picture, too",
    "tracing_run_picture_file": "so that is taken",
    "tracing_cancel_spread": "so it is cancelled",
    "tracing_export": "so is an export",
    "tracing_export_again": "so it is made again",
    "tracing_export_cancel": "so it is cancelled",
    "tracing_export_file": "so it is taken",
}


def addresses() -> dict[str, URLPattern]:
    """Our addresses in the admin, by name, as they are registered now."""
    return {
        pattern.name: pattern
        for register in hooks.get_hooks("register_admin_urls")
        if register.__module__.startswith(OURS)
        for pattern in register()
        if isinstance(pattern, URLPattern) and pattern.name
    }
