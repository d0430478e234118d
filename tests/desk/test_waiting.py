"""What is answered for a whole list is what the rule answers for each text."""

from django.utils import translation

from desk import texts
from desk.waiting import names, told
from partners.models import Membership
from partners.workflow.eligibility import eligible
from tests.factories.accounts import make_user
from tests.factories.moderation import approve, edit, make_draft, page_of, submit
from tests.factories.pages import make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_communications, make_member, make_working_partner


def test_on_whom_each_text_waits(tree, crim, people):
    other = make_working_partner("Autre")
    second = make_member(crim, "lead", is_superuser=True)
    make_member(crim, "lead", is_active=False)
    both = make_communications()
    Membership.objects.create(partner=other, user=both, role="lead")
    former = make_working_partner("Ancien")
    make_member(former, "lead")
    former_page = make_draft(former, make_member(former))
    submit(former_page, former_page.owner)
    former.is_active = False
    former.save()

    pages = [make_draft(crim, people.editor), make_draft(crim, people.lead), make_draft(crim, second)]
    # Changed by communications, then published, then changed by somebody else: what was before no longer counts.
    anew = submit(edit(make_draft(other, both), people.administrator, title="Anew"), both)
    anew = edit(approve(anew, people.communications), people.communications, title="Encore")
    event = make_event(page_of(crim), live=False)
    event.save_revision(user=people.editor)
    make_session(event, live=False).save_revision(user=people.lead)
    project = make_project(tree.fr.projects, live=False)
    project.save_revision(user=both)
    about = make_standard_page(tree.fr.home, live=False)
    about.save_revision(user=people.communications)
    pages += [anew, event, project, about]
    for waiting in pages:
        waiting.get_workflow().start(waiting, None)

    found = {item.page.pk: item for item in told(texts.submitted())}

    assert set(found) == {former_page.pk, *(waiting.pk for waiting in pages)}
    for state in texts.submitted():
        page = state.content_object.specific
        expected = eligible(state.current_task_state.task.specific, page)
        assert [person.pk for person in found[page.pk].people] == [person.pk for person in expected]
    assert {item.waits_for_partner for item in found.values()} == {True, False}
    assert {bool(item.people) for item in found.values()} == {True, False}


@translation.override("en")
def test_many_names_are_counted(db):
    people = [make_user(first_name=name, last_name="") for name in "ABCDEF"]
    assert [names(people[:many]) for many in (0, 4, 5, 6)] == [
        "",
        "A, B, C, D",
        "A, B, C, D and 1 other person",
        "A, B, C, D and 2 other people",
    ]
