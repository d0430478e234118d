"""Every other address that names an object: accounts, members, settings, workflows."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, Site, Task, Workflow, WorkflowPage

from accounts.models import User
from core.models import SiteSettings
from tests.isolation.asking import Visit
from tests.isolation.page_visits import CHANGED, of, posts
from tests.isolation.world import Things, World

EDITOR = "#w-editor-form"


def extra(name: str) -> Any:
    """The arguments for one of the things that the portal has one of."""
    return lambda world, _things: [world.extras[name].pk]


def lost(model: Any, name: str) -> Any:
    """Whether that thing is no more."""
    return lambda world, _things, _response: not model.objects.filter(pk=world.extras[name].pk).exists()


def became(model: Any, name: str, field: str, value: Any) -> Any:
    """Whether that thing has that value now."""
    return lambda world, _things, _response: getattr(model.objects.get(pk=world.extras[name].pk), field) == value


def post_extra(name: str, done: Any, **options: Any) -> Visit:
    """A visit that posts to the address of such a thing."""
    return Visit(options.pop("args", extra(name)), method="post", done=done, **options)


def author(_world: World, things: Things) -> list:
    """The arguments for the account of who wrote the partner's texts."""
    return [things.author.pk]


def site_settings(*_: Any) -> list:
    """The arguments for the settings of the portal."""
    return ["core", "sitesettings", SiteSettings.load().pk]


def sends_to(path: str) -> Any:
    """Whether the answer sends on to an address that ends so."""
    return lambda _world, _things, response: response.headers.get("Location", "").endswith(path)


ACCOUNT_VISITS = {
    **{
        f"wagtailusers_users:{action}": Visit(author)
        for action in ("edit", "delete", "history", "history_results", "usage", "copy")
    },
    "wagtailusers_users:edit POST": Visit(
        author,
        method="post",
        form=EDITOR,
        data=lambda *_: {"first_name": CHANGED},
        done=lambda _world, things, _response: User.objects.get(pk=things.author.pk).first_name == CHANGED,
    ),
    "wagtailusers_users:delete POST": post_extra("account", lost(User, "account")),
    **{
        f"wagtail_bulk_action user {action}": Visit(
            lambda *_, action=action: ["accounts", "user", action],
            query=lambda _world, things: f"id={things.author.pk}",
        )
        for action in ("delete", "assign_role", "set_active_state")
    },
    "wagtail_bulk_action user set_active_state POST": Visit(
        lambda *_: ["accounts", "user", "set_active_state"],
        method="post",
        query=lambda _world, things: f"id={things.author.pk}",
        data=lambda *_: {"mark_as_active": "False"},
        done=lambda _world, things, _response: not User.objects.get(pk=things.author.pk).is_active,
    ),
    **{
        f"wagtailusers_groups:{action}": Visit(extra("group"))
        for action in ("edit", "delete", "history", "history_results", "usage")
    },
    "wagtailusers_groups:edit POST": post_extra(
        "group", became(Group, "group", "name", CHANGED), form=EDITOR, data=lambda *_: {"name": CHANGED}
    ),
    "wagtailusers_groups:delete POST": post_extra("group", lost(Group, "group")),
    "mails:mail": Visit(extra("mail"), shows=lambda *_: "Un sujet secret"),
}

SETTINGS_VISITS = {
    "wagtailsettings:edit": Visit(site_settings),
    "wagtailsettings:edit POST": Visit(
        site_settings,
        method="post",
        form=EDITOR,
        data=lambda *_: {"contact_email": "ecrire@exemple.example"},
        done=lambda *_: SiteSettings.objects.filter(contact_email="ecrire@exemple.example").exists(),
    ),
    "wagtailredirects:edit": Visit(extra("redirect")),
    "wagtailredirects:edit POST": post_extra(
        "redirect",
        became(Redirect, "redirect", "redirect_link", "https://exemple.example/"),
        form=EDITOR,
        data=lambda *_: {"redirect_link": "https://exemple.example/", "redirect_page": ""},
    ),
    "wagtailredirects:delete": Visit(extra("redirect")),
    "wagtailredirects:delete POST": post_extra("redirect", lost(Redirect, "redirect")),
}

ADMINISTRATION_VISITS = {
    "wagtailadmin_api:pages:action POST": posts(
        "draft",
        lambda _world, things, _response: not Page.objects.filter(pk=things.draft.pk).exists(),
        args=lambda _world, things: [things.draft.pk, "delete"],
    ),
    "wagtailadmin_collections:edit": Visit(of("collection")),
    "wagtailadmin_collections:edit POST": posts(
        "collection",
        lambda _world, things, _response: Collection.objects.get(pk=things.collection.pk).name == CHANGED,
        form=EDITOR,
        data=lambda *_: {"name": CHANGED},
    ),
    "wagtailadmin_collections:delete": Visit(of("collection")),
    "wagtailadmin_collections:delete POST": post_extra("collection", lost(Collection, "collection")),
    "wagtailadmin_collections:set_privacy": Visit(of("collection")),
    "wagtailadmin_collections:set_privacy POST": posts(
        "collection",
        lambda _world, things, _response: CollectionViewRestriction.objects.filter(
            collection=things.collection
        ).exists(),
        data=lambda *_: {"restriction_type": "login"},
    ),
    **{f"wagtailsites:{action}": Visit(extra("site")) for action in ("edit", "delete", "history", "history_results")},
    "wagtailsites:usage": Visit(extra("site")),
    "wagtailsites:copy": Visit(extra("site")),
    "wagtailsites:edit POST": post_extra(
        "site", became(Site, "site", "site_name", CHANGED), form=EDITOR, data=lambda *_: {"site_name": CHANGED}
    ),
    "wagtailsites:delete POST": post_extra("site", lost(Site, "site")),
    **{
        f"wagtaillocales:{action}": Visit(extra("locale"))
        for action in ("edit", "delete", "history", "history_results", "usage", "copy")
    },
    "wagtaillocales:edit POST": post_extra("locale", sends_to("/admin/locales/"), form="form[method=POST]"),
    "wagtailadmin_workflows:edit": Visit(extra("workflow")),
    "wagtailadmin_workflows:edit POST": post_extra(
        "workflow",
        became(Workflow, "workflow", "name", CHANGED),
        form="form[method=POST]",
        data=lambda *_: {"name": CHANGED},
    ),
    "wagtailadmin_workflows:usage": Visit(extra("workflow")),
    "wagtailadmin_workflows:usage_results": Visit(extra("workflow")),
    "wagtailadmin_workflows:disable": Visit(extra("workflow")),
    "wagtailadmin_workflows:disable POST": post_extra("workflow", became(Workflow, "workflow", "active", value=False)),
    "wagtailadmin_workflows:enable POST": post_extra(
        "resting_workflow", became(Workflow, "resting_workflow", "active", value=True)
    ),
    "wagtailadmin_workflows:remove POST": post_extra(
        "workflow",
        lambda *_: not WorkflowPage.objects.filter(page__depth=1).exists(),
        args=lambda *_: [Page.get_first_root_node().pk],
    ),
    "wagtailadmin_workflows:add_task": Visit(lambda *_: ["partners", "portalapproval"]),
    "wagtailadmin_workflows:add_task POST": post_extra(
        "workflow",
        lambda *_: Task.objects.filter(name=CHANGED).exists(),
        args=lambda *_: ["partners", "portalapproval"],
        data=lambda *_: {"name": CHANGED},
    ),
    "wagtailadmin_workflows:edit_task": Visit(extra("task")),
    "wagtailadmin_workflows:edit_task POST": post_extra("task", sends_to("/admin/workflows/tasks/index/"), form=EDITOR),
    "wagtailadmin_workflows:disable_task": Visit(extra("spare_task")),
    "wagtailadmin_workflows:disable_task POST": post_extra(
        "spare_task", became(Task, "spare_task", "active", value=False)
    ),
    "wagtailadmin_workflows:enable_task POST": post_extra(
        "resting_task", became(Task, "resting_task", "active", value=True)
    ),
    "wagtailadmin_workflows:task_chosen": Visit(extra("task")),
}
