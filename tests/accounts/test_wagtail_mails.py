import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone
from post_office.models import Email
from wagtail.admin.mail import send_notification
from wagtail.admin.signal_handlers import register_signal_handlers
from wagtail.models import GroupApprovalTask, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import workflow_approved

from accounts.mail_queue import is_secret, send_waiting_mails
from accounts.wagtail_mails import silence_workflows
from tests.accounts import smtp
from tests.factories.accounts import make_administrator, make_user
from tests.factories.pages import make_article


@pytest.fixture
def review(tree):
    """Submit two articles, have one refused, say that the other is approved; return how many mails that made."""
    group = Group.objects.create(name="Relecture")
    editor, reviewer = make_user(), make_user()
    reviewer.groups.add(group)
    make_administrator()
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Relecture")
    WorkflowTask.objects.create(workflow=workflow, task=task)

    def run():
        mail.outbox.clear()
        for approves in (False, True):
            article = make_article(tree.fr.partners, live=False)
            article.save_revision(user=editor)
            state = workflow.start(article, editor)
            if approves:
                workflow_approved.send(WorkflowState, instance=state, user=reviewer)
            else:
                state.current_task_state.reject(user=reviewer)
        return len(mail.outbox)

    return run


def test_workflows_make_no_mail_of_wagtails(review):
    counts = [review()]
    # What Wagtail would have sent.
    register_signal_handlers()
    try:
        counts.append(review())
    finally:
        silence_workflows()
    counts.append(review())
    # Two submissions to the reviewer and to the administrator twice, a refusal and an approval to the editor.
    assert counts == [0, 8, 0]


@pytest.mark.usefixtures("queue")
def test_comments_are_told_in_the_language_of_each_and_wait_too(tree, settings):
    people = [make_user(preferred_language=language) for language in ("fr", "en")]
    article = make_article(tree.fr.partners, title="Un article")
    context = {"page": article, "editor": make_user(first_name="Ève", last_name="Roy"), "new_comments": []}
    assert send_notification(people, "updated_comments", context)
    mails = {mail.to[0]: mail for mail in Email.objects.all()}
    texts = [mails.pop(person.email).message for person in people]
    assert mails == {}
    assert [
        sentence in text
        for sentence, text in zip(("a mis à jour des commentaires", "has updated comments on"), texts, strict=True)
    ] == [True, True]
    assert not any(is_secret(mail) for mail in Email.objects.all())
    with smtp.running() as server:
        settings.EMAIL_PORT = server.port
        assert send_waiting_mails(now=timezone.now()) == 2
