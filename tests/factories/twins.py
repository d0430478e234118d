"""Texts that wait for their other language, and the people who decide about them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Page

from partners.models import PublicationSubject
from tests.factories.core import make_format, make_subject
from tests.factories.moderation import BODY, as_stored, make_draft, page_of, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import english, say, start
from translation.models import TwinRule


@dataclass
class Company:
    """A partner without a lead, whose texts wait for communications at once."""

    partner: Any
    editor: Any
    translator: Any
    communications: Any
    colleague: Any

    def ask_for_twins(self):
        """Communications ask for both languages of whatever this partner publishes."""
        return TwinRule.objects.create(partner=self.partner)

    def french(self, **fields):
        """A French article that waits for communications."""
        return submit(make_draft(self.partner, self.editor, **fields), self.editor)

    def event(self, **fields):
        """A French event with a session, which wait for communications."""
        event = make_event(
            page_of(self.partner),
            live=False,
            owner=self.editor,
            starts_on=date(2030, 1, 1),
            body=BODY,
            rows={"subjects": [PublicationSubject(subject=make_subject())]},
            mode="online",
            format=make_format(),
            **fields,
        )
        event.save_revision(user=self.editor)
        session = make_session(event, live=False, title="Séance", starts_on=date(2030, 1, 1))
        session.save_revision(user=self.editor)
        return submit(as_stored(event), self.editor)

    def english(self, french):
        """The English of a French text, with its parts, which waits for communications."""
        self.translate(french)
        return submit(sister_of(french), self.translator)

    def translate(self, french):
        """Give a French text, with its parts, its English."""
        for part in [french, *french.moderated_parts()]:
            say(start(part, self.translator), self.translator)
        return sister_of(french)


def make_company(name="CRIM"):
    """A partner and whoever works on its texts; all of them read English."""
    partner = make_working_partner(name)
    reads = {"preferred_language": "en"}
    return Company(
        partner,
        make_member(partner, "editor", last_name="Roy", **reads),
        make_translator(last_name="Morin", **reads),
        make_communications(last_name="Dubé", **reads),
        make_communications(last_name="Lévesque", **reads),
    )


def sister_of(page):
    """The English page of a French one."""
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific
