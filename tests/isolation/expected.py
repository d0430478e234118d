"""Who may do what with whose things: the whole table, written by hand. Nothing here is read from the code it judges.

A row says, for the things of each owner (`world.MARKS`), who succeeds; everybody else is refused. `POST` after the name
of an address is the action itself; without it, the page that one opens.
"""

from tests.isolation import (
    file_visits,
    gate_visits,
    home_visits,
    member_visits,
    moderation_visits,
    page_visits,
    portal_visits,
    record_visits,
    search_visits,
    translation_visits,
)

STAFF = "communications administrator"
OF_A = "editor_a lead_a both"
OF_B = "editor_b both"

Row = dict[str, str]

READERS: Row = {
    "A": f"{OF_A} translator {STAFF}",
    "B": f"{OF_B} translator {STAFF}",
    "P": f"translator {STAFF}",
    "I": f"inactive translator {STAFF}",
}
# Whoever writes a text translates it, and translators do; of a partner that is no longer active, staff and they.
TRANSLATORS: Row = {**READERS, "I": f"translator {STAFF}"}
WRITERS: Row = {"A": f"{OF_A} {STAFF}", "B": f"{OF_B} {STAFF}", "P": STAFF, "I": STAFF}
STAFF_ONLY: Row = {"A": STAFF, "B": STAFF, "P": STAFF}
ADMINISTRATORS: Row = {"A": "administrator", "P": "administrator"}
NOBODY: Row = {"A": "", "B": "", "P": ""}
# Whoever has a role; what is shown depends on nothing else.
ANYBODY: Row = dict.fromkeys("AP", f"inactive {OF_A} editor_b translator {STAFF}")
# Things that only the portal has, and what is the same whoever's things one thinks of.
ANY_WRITER: Row = {"P": f"{OF_A} editor_b {STAFF}"}
STAFF_OF_PORTAL: Row = {"P": STAFF}
ADMINISTRATORS_OF_PORTAL: Row = {"P": "administrator"}
# Whoever proposed a person or a venue, while the partner is active, and staff.
PROPOSERS: Row = {"A": f"editor_a {STAFF}", "B": f"editor_b {STAFF}", "P": STAFF, "I": STAFF}
SENDERS: Row = {"A": "editor_a", "B": "editor_b", "I": ""}
# The leads of A are asked first; B has none, so that its text waits for the portal, as the portal's own.
DECIDERS: Row = {"A": "lead_a both", "B": STAFF, "P": STAFF}
# Staff may give a text back at any step.
REFUSERS: Row = {"A": f"lead_a both {STAFF}", "B": STAFF, "P": STAFF}
# Staff schedule by themselves; of a partner that is no longer active, nobody proposes.
TAKERS_BACK: Row = {"A": OF_A, "B": OF_B, "P": "", "I": ""}
MEMBER_READERS: Row = {"A": f"lead_a both {STAFF}", "B": STAFF, "P": STAFF, "I": STAFF}
# Leads answer for their partner, and staff for everybody.
ANSWERERS: Row = {"A": f"lead_a both {STAFF}", "B": STAFF, "P": STAFF}
MEMBER_MANAGERS: Row = {"A": "lead_a both administrator", "B": "administrator", "P": "administrator"}

# What a group of addresses has in common.
GROUPS: dict[str, tuple[dict, Row]] = {
    "read": (page_visits.READ_VISITS, READERS),
    "versions": (page_visits.VERSION_VISITS, WRITERS),
    "elsewhere": (moderation_visits.ELSEWHERE_VISITS, ANYBODY),
    "write": (page_visits.WRITE_VISITS, WRITERS),
    "variants": (page_visits.VARIANT_VISITS, {"A": WRITERS["A"]}),
    "bulk": (page_visits.BULK_VISITS, WRITERS),
    "closed bulk": (moderation_visits.CLOSED_BULK_VISITS, NOBODY),
    "sessions": (moderation_visits.SESSION_VISITS, SENDERS),
    "approve": (moderation_visits.APPROVAL_VISITS, DECIDERS),
    "refuse": (moderation_visits.REFUSAL_VISITS, REFUSERS),
    "look after": (moderation_visits.STAFF_VISITS, STAFF_ONLY),
    "closed": (moderation_visits.CLOSED_VISITS, NOBODY),
    "waivers": (gate_visits.WAIVER_VISITS, STAFF_ONLY),
    "rules of twins": (gate_visits.RULE_VISITS, STAFF_OF_PORTAL),
    "slots": (home_visits.SLOT_VISITS, STAFF_ONLY),
    "closed slots": (home_visits.SLOT_CLOSED_VISITS, NOBODY),
    "proposals for the home page": (home_visits.PROPOSAL_BACK_VISITS, TAKERS_BACK),
    "cancellation": (moderation_visits.CANCELLATION_VISITS, ADMINISTRATORS),
    "files": (file_visits.FILE_VISITS, WRITERS),
    "tags": (file_visits.TAG_VISITS, ADMINISTRATORS),
    "uploads": (file_visits.UPLOAD_VISITS, SENDERS),
    "generator": (file_visits.URL_GENERATOR_VISITS, NOBODY),
    "proposals": (record_visits.PROPOSAL_VISITS, PROPOSERS),
    "bulk deletion of proposals": (record_visits.PROPOSAL_BULK_VISITS, STAFF_ONLY),
    "confirmations": (record_visits.CONFIRMATION_VISITS, STAFF_ONLY),
    "partners": (record_visits.PARTNER_VISITS, ADMINISTRATORS),
    "choice of partners": (record_visits.PARTNER_CHOICE_VISITS, ANY_WRITER),
    "vocabularies": (record_visits.VOCABULARY_VISITS, STAFF_OF_PORTAL),
    "deletion of terms": (record_visits.VOCABULARY_DELETION_VISITS, ADMINISTRATORS_OF_PORTAL),
    "choice of terms": (record_visits.VOCABULARY_CHOICE_VISITS, ANY_WRITER),
    "synonyms": (search_visits.SYNONYM_VISITS, STAFF_OF_PORTAL),
    "consents": (member_visits.CONSENT_VISITS, ANSWERERS),
    "list of members": (member_visits.MEMBER_LIST_VISITS, MEMBER_READERS),
    "members": (member_visits.MEMBER_VISITS, MEMBER_MANAGERS),
    "roles of members": (member_visits.ROLE_VISITS, {**MEMBER_MANAGERS, "P": ""}),
    "accounts": (portal_visits.ACCOUNT_VISITS, ADMINISTRATORS_OF_PORTAL),
    "settings": (portal_visits.SETTINGS_VISITS, STAFF_OF_PORTAL),
    "administration": (portal_visits.ADMINISTRATION_VISITS, ADMINISTRATORS_OF_PORTAL),
    "translations": (translation_visits.TRANSLATION_VISITS, TRANSLATORS),
    "drafts of translations": (translation_visits.PREVIEW_VISITS, READERS),
    "files of translations": (translation_visits.FILE_VISITS, TRANSLATORS),
    "choice of pages": (page_visits.CHOICE_VISITS, TRANSLATORS),
    "choice of files": (file_visits.CHOICE_VISITS, TRANSLATORS),
    "snippets of translations": (translation_visits.SNIPPET_VISITS, ADMINISTRATORS),
    "closed translations": (translation_visits.CLOSED_VISITS, NOBODY),
}

# Asked of everybody, about everybody's things. Of the others, one partner with a member of two is enough, and the
# partner that is no longer active is left out: what lets people in is the same.
THOROUGH = frozenset(
    {
        *("wagtailadmin_api:pages:detail", "wagtailadmin_explore", "portal_review:read", "wagtailadmin_pages:history"),
        *("wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:edit POST"),
        *("wagtailadmin_pages:move_confirm", "wagtailadmin_choose_page_child", "portal_members:list"),
        *("wagtailimages:edit", "wagtailimages_chooser:chosen", "wagtaildocs:edit", "wagtaildocs_chooser:chosen"),
        *("wagtailsnippets_partners_person:edit", "wagtailsnippetchoosers_partners_person:chosen"),
        *("wagtail_bulk_action image delete", "portal_review:review", "wagtailadmin_pages:edit in English"),
        *("wagtail_localize:edit_string_translation PUT", "wagtail_localize:submit_page_translation"),
    }
)

# Addresses that name an object and that nobody gets anything from, with the reason. Everybody is refused, or the portal
# has nothing of the kind.
CLOSED = {
    "wagtailadmin_pages:unpublish": "Withdrawal is a verb of the portal (portal_withdrawal).",
    "wagtailadmin_pages:convert_alias": "The portal makes no aliases.",
    "wagtailadmin_pages:workflow_action": "Decisions are taken on the review page (portal_review).",
    "wagtailadmin_pages:collect_workflow_action_data": "Decisions are taken on the review page (portal_review).",
    "wagtailadmin_pages:workflow_preview": "A submission is read on the review page (portal_review).",
    "wagtailsnippets_home_featuredslot:unpublish": "A slot is taken off by a verb of the portal (portal_slots).",
    "wagtailsnippets_home_featuredslot:revisions_unschedule": "Slots have dates of their own.",
    "wagtailimages:url_generator": "The portal serves no image by a signed address.",
    "wagtailimages:url_generator_output": "The portal serves no image by a signed address.",
    "wagtailsettings:preview_on_edit": "The settings of the portal have no preview.",
    "wagtail_localize:machine_translate": "No machine translates, unless one is set up.",
    "wagtail_localize:update_translations": "The English follows the French by itself.",
    "wagtail_localize:stop_translation": "Every English page is a translation.",
    "wagtail_localize:convert_to_alias": "The portal makes no aliases.",
    "wagtail_localize:submit_snippet_translation": "No snippet is translated: both languages stand in one record.",
}

# Addresses that name no object of anybody: what they take is a word of the program, or a secret that was mailed.
NO_OBJECT = {
    "wagtailadmin_password_reset_confirm": "The secret of a mail.",
    "portal_desk:list": "The name of a list of the desk, which holds what the person may see (test_canary).",
    "portal_guide_image": "The name of a picture of the guide.",
    "wagtailadmin_tag_model_autocomplete": "The name of a model of tags.",
}
