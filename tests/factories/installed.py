"""What Wagtail's own migrations leave in a new database."""

from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Site, Workflow


def as_installed():
    """Complete a database that was made without migrations, or flushed; one that was migrated stays as it is."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    if Page.get_first_root_node():
        return
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    root = Page.add_root(title="Root", slug="root", locale=locale)
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home", locale=locale))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    moderators, _editors = [Group.objects.create(name=name) for name in ("Moderators", "Editors")]
    workflow = Workflow.objects.create(name="Moderators approval")
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(moderators)
    workflow.workflow_tasks.create(task=task, sort_order=0)
