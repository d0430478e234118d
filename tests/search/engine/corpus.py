"""A small portal to search in, made once for the tests of a module on one engine."""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from articles.enums import ArticleKind
from partners.enums import Mode
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PartnerAlias,
    PublicationPage,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from search import breaker
from search.backends.configuration import configured
from search.carrying import carry
from search.contract import Question
from search.engine.searcher import EngineSearcher
from search.words import read
from tests.engine.asking import remove_indices
from tests.factories.core import make_subject, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.factories.tree import plant
from tests.portal.kept import kept

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
# A cold engine on a busy machine is slow, and no test of what it finds is about that.
PATIENCE = 25


@contextmanager
def portal_on(search_url, blocker, folder):
    """The corpus in the database and, carried there, in an engine."""
    prefix = f"test-{secrets.token_hex(6)}-"
    backends = configured(search_url, database=connection.settings_dict["ENGINE"], prefix=prefix)
    backends["default"]["TIMEOUT"] = PATIENCE
    breaker.reset()
    with override_settings(WAGTAILSEARCH_BACKENDS=backends), kept(blocker, folder):
        world = build()
        carry(now=timezone.now())
        yield world
    remove_indices(search_url, prefix)


@dataclass
class World:
    """What tests name."""

    pages: dict[str, PublicationPage]
    crim_page: object
    lienne_page: object
    person: object
    searcher: EngineSearcher

    def ask(self, words="", language="fr", *, query=None, now=NOW, **more):
        query = read(words) if query is None else query
        return self.searcher.search(Question(query=query, language=language, now=now, **more))

    def found(self, words="", language="fr", **more):
        """The names of the pages found, in order."""
        names = {page.pk: name for name, page in self.pages.items()}
        return [names[hit.pk] for hit in self.ask(words, language, **more).hits]


def text(words):
    return [("text", f"<p>{words}</p>")]


def build():
    tree = plant()
    crim = make_partner("Centre de recherche informatique", slug="crim", acronym="CRIM")
    PartnerAlias.objects.create(partner=crim, name="Institut du calcul")
    lienne = make_partner("Maison Lienne", slug="lienne")
    home, other = make_partner_page(tree.fr, crim), make_partner_page(tree.fr, lienne)
    english = make_partner_page(tree.en, crim)
    person = make_person("Aïcha Bélanger", is_confirmed=True, role_fr="Directrice")
    hub = make_project(tree.fr.projects, title="Grand chantier", short_name="Chantier", slug="grand-chantier")
    pages = {
        "discoverability": make_article(
            home,
            title="La découvrabilité des contenus",
            summary="Comment les entreprises québécoises se font voir.",
            body=text("Les contenus d’ici sont trouvés par les lecteurs. Une seconde phrase parle de métadonnées."),
            article_kind=ArticleKind.INTERVIEW,
            sort_date=None,
            rows={
                "subjects": [PublicationSubject(subject=make_subject("gestion", label_fr="Gestion des données"))],
                "themes": [PublicationTheme(theme=make_theme("ia"))],
                "contributions": [Contribution(person=person)],
                "belongings": [Belonging(whole=hub, is_accepted=True)],
            },
        ),
        "intelligence": make_article(
            other,
            title="L’intelligence des machines",
            summary="Un dossier.",
            body=text("Le cœur du sujet : l’accès à l’information, en demi-teinte, par la cybersécurité."),
            rows={
                "co_publications": [CoPublication(partner=crim, is_accepted=True)],
                "territories": [PublicationTerritory(territory=make_territory("06", label_fr="Montréal"))],
                "subjects": [PublicationSubject(subject=make_subject("formation", label_fr="Formation continue"))],
            },
        ),
        "intelligent": make_article(other, title="Un système intelligent", summary="Un dossier sur les machines."),
        "market": make_event(
            home,
            title="Le marché de la musique",
            summary="Une rencontre au marché.",
            mode=Mode.IN_PERSON,
            starts_on=datetime(2024, 5, 6, tzinfo=UTC).date(),
            venues=[make_venue("Usine C", city="Montréal", is_confirmed=True)],
        ),
        "walking": make_article(home, title="La marche de la musique", summary="Une promenade en cyber-sécurité."),
        "hub": hub,
        "english": make_article(english, title="The discovery of machines", summary="Companies and their content."),
    }
    searcher = EngineSearcher()
    return World(pages, home, other, person, searcher)
