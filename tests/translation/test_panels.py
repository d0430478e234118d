"""What the desk says of translations: to partners, translators and staff."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.desk import Visit, list_panel_for, panels_for
from tests.factories.moderation import edit, make_draft, submit
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import publish, say, start
from tests.reading import page as soup_of
from tests.reading import words
from tests.standing import stands
from tests.translation.matrix.test_matrix_views import sister, translated
from translation.enums import State


@stands
def editor(crim):
    return make_member(crim, preferred_language="en")


@stands
def texts(crim, editor):
    """A page in each state of which a partner or a translator is told something, and one in review."""
    publish(make_draft(crim, editor, title="Sans anglais"))
    begun = publish(make_draft(crim, editor, title="Commencé"))
    start(begun, editor)
    ready = publish(make_draft(crim, editor, title="Prêt"))
    say(start(ready, editor), editor)
    behind = translated(publish(make_draft(crim, editor, title="En retard")), editor)
    publish(edit(behind, editor, summary="Un autre résumé."))
    waiting = publish(make_draft(crim, editor, title="Soumis"))
    make_communications()
    say(start(waiting, editor), editor)
    submit(sister(waiting), editor)
    translated(publish(make_draft(crim, editor, title="À jour")), editor)
    return begun, ready, behind


def rows(user, name):
    visit = Visit(user, timezone.now())
    panel = list_panel_for(user, name)
    return panel and panel.rows(list(panel.listed(visit)), visit)


def said(found):
    return [(row.title, str(row.mark), str(row.facts[-1])) for row in found]


def test_to_update(texts, editor):
    begun, ready, behind = texts
    with translation.override("en"):
        found = rows(editor, "translations")
        assert said(found) == [
            ("Commencé", "Being translated", "4 passages to translate or reread"),
            ("Prêt", "Being translated", "Every passage is translated: it can be submitted"),
            ("En retard", "Behind by 1 passage", "1 passage to translate or reread"),
        ]
        assert [row.action.url for row in found] == [
            f"/admin/pages/{sister(page).pk}/edit/" for page in (begun, ready, behind)
        ]


@pytest.mark.usefixtures("texts")
def test_of_one_s_own_partner_only():
    other = make_member(make_working_partner("SAT"))
    assert rows(other, "translations") == []
    assert rows(other, "untranslated") is None


@pytest.mark.usefixtures("texts")
def test_translators_have_every_text():
    translator = make_translator()
    # The lists of the tree stand there too: nobody gave them to translators.
    found = [row.title for row in rows(translator, "translations") if "Article" in row.facts]
    assert found == ["Commencé", "Prêt", "En retard"]
    assert [row.title for row in rows(translator, "untranslated")] == ["Sans anglais"]
    assert {"translations", "untranslated", "parity"} <= {panel.name for panel in panels_for(translator)}


@pytest.mark.usefixtures("texts")
def test_staff_have_the_counts_of_the_matrix(client):
    staff = make_communications(preferred_language="en")
    client.force_login(staff)
    soup = soup_of(client.get("/admin/"))
    panel = soup.select_one("[aria-labelledby=desk-parity]")
    matrix = soup_of(client.get("/admin/reports/parity/"))
    counts = {words(row.select_one("a")): int(words(row.select_one(".desk-row__mark"))) for row in panel.select("li")}
    totals = dict(words(link).rsplit(" ", 1) for link in matrix.select(".parity-totals a"))
    with translation.override("en"):
        asking = {str(state.label) for state in State} - {"Current"}
    assert counts == {label: int(count) for label, count in totals.items() if label in asking}
    behind = next(link["href"] for link in panel.select("li a") if words(link) == "Behind")
    assert "En retard" in client.get(behind).content.decode()


def test_as_many_queries_for_any_number(crim, editor):
    translator = make_translator()

    def asked():
        with CaptureQueriesContext(connection) as captured:
            rows(translator, "translations")
            rows(translator, "untranslated")
        return len(captured)

    def grow(number):
        for _ in range(number):
            publish(make_draft(crim, editor))
            behind = translated(publish(make_draft(crim, editor)), editor)
            publish(edit(behind, editor, summary="Un autre résumé."))

    grow(1)
    asked()
    few = asked()
    grow(4)
    assert asked() == few
