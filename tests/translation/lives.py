"""Lives of pages, at random, by what people really do: no row is written by hand."""

import json
from datetime import timedelta
from itertools import count

from django.utils import timezone
from wagtail.models import Page

from core.refusals import Refused
from partners import moderation, withdrawal
from partners.guards import digest_of_page
from partners.models import PublicationPage, PublicationSubject
from tests.factories.core import make_subject
from tests.factories.moderation import as_stored, page_of
from tests.factories.pages import make_article, make_event, make_session, make_standard_page
from tests.factories.translation import english, publish, say, start, translation_of
from translation.outside import machine
from translation.waiving import waivers

# How many of a hundred pages are of each kind; an event brings a session.
KINDS = (("page", 84), ("article", 10), ("event", 3))


class Lives:
    """Pages and what becomes of them. `published` has the French that readers were last given, by its key."""

    def __init__(self, dice, tree, partner, writer, approver):
        """`dice` is a seeded `random.Random`; whoever writes never approves."""
        self.dice, self.tree, self.partner = dice, tree, partner
        self.writer, self.approver = writer, approver
        self.published = {}
        self.numbers = count(1)
        self.done = {}

    def words(self):
        """Words that no other passage has."""
        return f"Texte {next(self.numbers)}"

    def blocks(self):
        number = self.dice.choice((1, 1, 2))
        return [
            {"type": "text", "id": f"b{next(self.numbers)}", "value": self.paragraphs(self.dice.choice((1, 1, 2)))}
            for _ in range(number)
        ]

    def paragraphs(self, number):
        return "".join(f"<p>{self.words()}</p>" for _ in range(number))

    def born(self):
        """A French draft, and how many pages that makes."""
        (kind,) = self.dice.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])
        number = next(self.numbers)
        fields = {"title": f"Page {number}", "slug": f"page-{number}", "live": False, "owner": self.writer}
        subjects = {"subjects": [PublicationSubject(subject=self.subject)]}
        if kind == "page":
            page = make_standard_page(self.tree.fr.home, body=self.blocks(), **fields)
        elif kind == "article":
            page = make_article(page_of(self.partner), rows=subjects, body=self.blocks(), **fields)
        else:
            page = make_event(page_of(self.partner), rows=subjects, starts_on=timezone.localdate(), **fields)
            session = make_session(
                page, title=f"Séance {number}", slug=f"seance-{number}", live=False, starts_on=timezone.localdate()
            )
            session.save_revision(user=self.writer, clean=False)
        page.save_revision(user=self.writer, clean=False)
        return page, 2 if kind == "event" else 1

    @property
    def subject(self):
        """One subject for all."""
        if not hasattr(self, "_subject"):
            self._subject = make_subject()
        return self._subject

    def parts(self, page):
        """The page and its sessions, as they are now."""
        page = as_stored(page)
        return [page, *page.moderated_parts()]

    def sisters(self, page):
        return [
            sister
            for part in self.parts(page)
            if (sister := Page.objects.filter(translation_key=part.translation_key, locale=english()).first())
        ]

    def attempt(self, name, page):
        """Do one thing, as far as the portal lets it be done."""
        try:
            getattr(self, name)(page)
        except Refused:
            name = f"{name} refused"
        self.done[name] = self.done.get(name, 0) + 1

    def publish(self, page):
        """French goes to readers."""
        for part in self.parts(page):
            publish(part)
            self.published[part.pk] = as_stored(part).latest_revision.content

    def edit(self, page):
        """French is changed somehow, and goes to readers, or not yet."""
        part = self.dice.choice(self.parts(page))
        draft = part.get_latest_revision_as_object()
        for _ in range(self.dice.randint(1, 3)):
            self.change(draft)
        draft.save_revision(user=self.writer, clean=False)
        if part.live and self.dice.random() < 0.8:
            publish(part)
            self.published[part.pk] = as_stored(part).latest_revision.content

    def change(self, draft):
        """One change: of words, of a fact, or of the order of passages."""
        names = [name for name in ("title", "summary", "introduction", "search_description") if hasattr(draft, name)]
        blocks = json.loads(json.dumps(list(getattr(draft, "body", None).raw_data if hasattr(draft, "body") else [])))
        if not blocks or self.dice.random() < 0.4:
            name = self.dice.choice(names)
            # Gone, or said otherwise; nothing is without a title, or a summary.
            is_emptied = name in {"introduction", "search_description"} and self.dice.random() < 0.4
            setattr(draft, name, "" if is_emptied else self.words())
            return
        what = self.dice.choice(("reword", "add", "remove", "swap", "split", "new block", "fact"))
        block = self.dice.choice(blocks)
        paragraphs = block["value"].replace("</p>", "</p>\n").split("\n")[:-1]
        if what == "fact" and hasattr(draft, "article_kind"):
            draft.article_kind = "entrevue" if draft.article_kind != "entrevue" else "nouvelle"
            return
        if what == "reword":
            paragraphs[0] = f"<p>{self.words()}</p>"
        elif what == "add":
            paragraphs.insert(self.dice.randint(0, len(paragraphs)), f"<p>{self.words()}</p>")
        elif what == "remove" and len(paragraphs) > 1:
            paragraphs.pop()
        elif what == "swap":
            paragraphs.reverse()
            blocks.reverse()
        elif what == "split" and len(paragraphs) > 1:
            moved = {"type": "text", "id": f"b{next(self.numbers)}", "value": paragraphs.pop()}
            blocks.insert(blocks.index(block) + 1, moved)
        else:
            blocks.append({"type": "text", "id": f"b{next(self.numbers)}", "value": self.paragraphs(1)})
        block["value"] = "".join(paragraphs)
        draft.body = json.dumps(blocks)

    def start(self, page):
        """The page is given to translators."""
        start(as_stored(page), self.writer)

    def translate(self, page):
        """Everything that is left is translated."""
        for part in self.parts(page):
            say(translation_of(part), self.writer)

    def translate_some(self, page):
        """Half of one page is translated."""
        translation = translation_of(self.dice.choice(self.parts(page)))
        french = translation.source.stringsegment_set.values_list("string__data", flat=True)
        said = {words: f"EN {words}" for words in french if self.dice.random() < 0.5 and not words.startswith("page-")}
        say(translation, self.writer, said)

    def machine(self, page):
        """A machine fills what is left."""
        machine.draft(translation_of(as_stored(page)), user=self.writer)

    def submit(self, page):
        """The English is submitted."""
        moderation.submit(self.sisters(page)[0], user=self.writer, now=timezone.now())

    def decided(self, page):
        state = as_stored(self.sisters(page)[0]).current_workflow_state
        if state is None or state.status != "in_progress":
            message = "Nothing waits."
            raise Refused(message)
        return state.current_task_state

    def approve(self, page):
        """The English is approved, by somebody else."""
        step = self.decided(page)
        digest = digest_of_page(as_stored(self.sisters(page)[0]))
        moderation.approve(step, user=self.approver, digest=digest, now=timezone.now())

    def refuse(self, page):
        """The English is given back."""
        moderation.refuse(self.decided(page), user=self.approver, reason="À revoir.")

    def waive(self, page):
        """Somebody signs that the page may do without."""
        now = timezone.now()
        until = timezone.localdate(now) + timedelta(days=30)
        waivers.sign(as_stored(page), user=self.approver, reason="Plus tard.", until=until, now=now)

    def unpublish(self, page):
        """The English comes to its end; or the French, before it has any."""
        sisters = self.sisters(page)
        for item in sisters or self.parts(page):
            as_stored(item).unpublish()

    def withdraw(self, page):
        """A publication is withdrawn with its English."""
        page = as_stored(page)
        if not isinstance(page, PublicationPage) or not page.live:
            message = "Nothing to withdraw."
            raise Refused(message)
        words = "Ce texte n’est plus à jour, et ne sera pas remplacé."
        withdrawal.withdraw(page, user=self.approver, explanation=words, sister_explanation=words, now=timezone.now())
