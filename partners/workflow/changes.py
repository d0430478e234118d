"""Who changed what, kept for every revision of a page as it is saved: the four eyes rest on it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from wagtail.models import Page, Revision, get_default_page_content_type
from wagtail.signals import page_published

from partners.models import ContentChange
from partners.workflow.digest import digest_of


def record(instance: Revision, *, raw: bool = False, **_kwargs: Any) -> None:
    """Keep the digest of a page's revision, whether it is new or was rewritten in place by autosave."""
    if raw or instance.base_content_type != get_default_page_content_type():
        return
    digest = digest_of(instance.content)
    known = ContentChange.objects.filter(pk=instance.pk).first()
    baseline = known.baseline if known else _digest_before(instance)
    before = known.digest if known else baseline
    ContentChange.objects.update_or_create(
        pk=instance.pk, defaults={"digest": digest, "baseline": baseline, "is_change": digest != baseline}
    )
    if digest != before:
        from partners.workflow.restarts import follow_change  # noqa: PLC0415 -- restarts stand on the changes

        follow_change(instance)


def answer_for(revision: Revision) -> None:
    """Count whoever saved this revision among the authors, although it says the same as the one before.

    So do those who stand behind words that another, or a machine, wrote. It lasts until the page is published.
    """
    # Compared with nothing, it stays a change however often it is saved.
    ContentChange.objects.filter(pk=revision.pk).update(baseline="", is_change=True)
    from partners.workflow.restarts import follow_author  # noqa: PLC0415 -- restarts stand on the changes

    follow_author(revision)


def settle(instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """What has just been published is what later changes are compared with."""
    if instance.live and instance.live_revision_id == revision.pk:
        digest = digest_of(revision.content)
        ContentChange.objects.update_or_create(
            pk=revision.pk, defaults={"digest": digest, "baseline": digest, "is_change": False}
        )


def since_publication(pages: QuerySet[Page] | list[Page]) -> QuerySet[Revision]:
    """The revisions that changed one of the pages since it was last published, the live one among them if rewritten."""
    ours = Q(pk__in=[])
    for page in pages:
        ours |= Q(object_id=str(page.pk), pk__gte=page.live_revision_id or 0)
    changes = Revision.objects.filter(ours, base_content_type=get_default_page_content_type())
    # A revision without a record is one that was there before records were kept: it counts.
    return changes.exclude(content_change__is_change=False)


def authors_of(pages: QuerySet[Page] | list[Page]) -> set[int]:
    """Primary keys of whoever changed one of the pages since it was last published. One query."""
    return set(since_publication(pages).exclude(user=None).values_list("user", flat=True))


def connect() -> None:
    """Follow every revision, whichever way it is made."""
    post_save.connect(record, sender=Revision, dispatch_uid="partners.workflow.changes.record")
    page_published.connect(settle, dispatch_uid="partners.workflow.changes.settle")


def _digest_before(revision: Revision) -> str:
    """The digest of the revision before, or nothing where there is none."""
    before = (
        Revision.objects.filter(
            base_content_type=revision.base_content_type, object_id=revision.object_id, pk__lt=revision.pk
        )
        .select_related("content_change")
        .defer("content")
        .order_by("-pk")
        .first()
    )
    if before is None:
        return ""
    change = getattr(before, "content_change", None)
    return change.digest if change else digest_of(before.content)
