"""The twin gate: at its first publication, a French text goes to readers with its English, or waits for it.

Only the texts for which communications ask it (`TwinRule`) wait in French. English waits for its French whatever the
rules say. Whoever comes second lets both pass: French first, in one transaction, at the later of the two hours chosen.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from accounts.models import User
from core.languages import is_source, original_of
from core.refusals import Refused
from partners.models import ApprovalState, PublicationPage
from partners.moderation import last_approval
from partners.workflow.eligibility import read_together
from translation import notices, sources
from translation.editor.passages import sentences, unfinished
from translation.models import TranslatedRevision, TwinGate, TwinRelease, TwinRule, Waiver
from translation.pairing.french_first import french_hour
from translation.pairing.moving import guard_order, is_released, move
from translation.versions import current_version


def asks_for_twins(page: Page) -> bool:
    """Whether communications ask for both languages of this text; a session counts with its event. One query."""
    whole = page.specific.moderated_with()
    if not isinstance(whole, PublicationPage):
        return False
    mine = Q(partner=None) | Q(partner=whole.lead_partner_id)
    return TwinRule.objects.filter(mine, type__in=("", whole.type)).exists()


def is_waived(page: Page, *, now: datetime) -> bool:
    """Whether somebody has signed that a French page goes without its other language for now. One query."""
    return Waiver.objects.filter(page=page.pk).in_force(timezone.localdate(now)).exists()


def sister_of(page: Page) -> Page | None:
    """The same text in the other language."""
    sister = Page.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id).first()
    return sister.specific if sister else None


def at_gate(page: Page | None) -> ApprovalState | None:
    """The step of a page that waits at the gate. One query."""
    if page is None:
        return None
    return (
        ApprovalState.objects.filter(
            task__in=TwinGate.objects.all(),
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__in=WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_IN_PROGRESS),
        )
        .select_related("workflow_state")
        .first()
    )


def arrive(task: TwinGate, workflow: WorkflowState, *, user: User | None) -> TaskState:
    """Let an approved text wait at the gate, or pass, with its sister where that one waits. The caller holds both."""
    page = workflow.content_object.specific
    if is_source(page):
        return _french_arrives(task, workflow, page, user=user)
    return _english_arrives(task, workflow, page, user=user)


def differences(french: Page, english: Page) -> list[str]:
    """What keeps the English from saying what this French says, a sentence each; nothing where it does."""
    sisters = {part.translation_key: part for part in read_together(english)}
    found = []
    for part in read_together(french):
        sister = sisters.get(part.translation_key)
        if sister is None:
            found.append(_("“%(title)s” has no English version yet.") % {"title": part.draft_title})
        else:
            found += _older(part, sister)
    return found


def pass_alone(step: ApprovalState, *, user: User | None, now: datetime) -> None:
    """Let a text that waits go on without its sister, at the hour that was chosen for it."""
    workflow = step.workflow_state
    _pass(step, _from_now(last_approval(workflow).go_live_at, now), user=user, now=now)


def follow_french(pages: Sequence[Page], _go_live_at: datetime | None, user: User | None) -> None:
    """French has been published or scheduled: the English that waits for it passes, no earlier; or goes back."""
    french = pages[0]
    if not is_source(french) or not _anyone_waits():
        return
    english = sister_of(french)
    step = at_gate(english)
    if english is None or step is None:
        return
    now = timezone.now()
    is_ready, hour = french_hour(read_together(english))
    if not is_ready:
        return
    _show_to_translators(pages, now)
    # At its first publication it says what the French says; later it may be behind, and readers are told.
    if not english.live and (reasons := differences(french, english)):
        _give_back(step, reasons, user=user)
        return
    _pass(step, _latest(last_approval(step.workflow_state).go_live_at, hour, now=now), user=user, now=now)


def guard_twins(pages: Sequence[Page], _go_live_at: datetime | None) -> None:
    """Refuse the first publication of French alone where both languages are asked for. Raises `Refused`."""
    french = pages[0]
    if not is_source(french) or french.live or not asks_for_twins(french) or is_waived(french, now=timezone.now()):
        return
    passed = ApprovalState.objects.filter(
        task__in=TwinGate.objects.all(),
        status=TaskState.STATUS_APPROVED,
        revision=french.latest_revision_id,
        workflow_state__status=WorkflowState.STATUS_APPROVED,
    )
    if not passed.exists():
        raise Refused(
            _(
                "“%(title)s” is to be published in both languages: have both approved, "
                "or sign a waiver that lets it go without its English version for a time."
            )
            % {"title": french.draft_title}
        )


def _french_arrives(task: TwinGate, workflow: WorkflowState, page: Page, *, user: User | None) -> TaskState:
    now = timezone.now()
    if page.live or not asks_for_twins(page) or is_waived(page, now=now):
        return _skip(task, workflow)
    _show_to_translators(read_together(page), now)
    english = sister_of(page)
    step = at_gate(english)
    if english is None or step is None:
        return task.begin(workflow, user=user)
    if reasons := differences(page, english):
        _give_back(step, reasons, user=user)
        return task.begin(workflow, user=user)
    hour = _common_hour(workflow, step.workflow_state, now)
    _record(page, hour, now)
    # The English follows when the French is published (`follow_french`).
    return _agree(task, workflow, hour, last_approval(workflow).expire_at, now)


def _english_arrives(task: TwinGate, workflow: WorkflowState, page: Page, *, user: User | None) -> TaskState:
    now = timezone.now()
    french = original_of(page)
    step = at_gate(french)
    if french is not None and step is not None:
        if reasons := differences(french.specific, page):
            return _refuse(task, workflow, reasons)
        hour = _common_hour(workflow, step.workflow_state, now)
        _record(french, hour, now)
        _pass(step, hour, user=user, now=now)
        return _agree(task, workflow, hour, _expiry(page, last_approval(workflow)), now)
    is_ready, hour = french_hour(read_together(page))
    if not is_ready:
        return task.begin(workflow, user=user)
    own = last_approval(workflow)
    expiry = _expiry(page, own)
    if hour is None and expiry == own.expire_at:
        return _skip(task, workflow)
    common = _latest(own.go_live_at, hour, now=now)
    if french is not None and hour is not None and _is_to_move(french, hour, common, now):
        # Its English had been taken from the schedule, and comes back.
        if not page.live and (reasons := differences(french.specific, page)):
            return _refuse(task, workflow, reasons)
        move(french, common, now=now)
    return _agree(task, workflow, common, expiry, now)


def _is_to_move(french: Page, hour: datetime, common: datetime | None, now: datetime) -> bool:
    """Whether French that is scheduled is published at another hour than its own: at once when that has passed."""
    if common is None or common == hour:
        return common is None
    return is_released(french, hour) and not is_waived(french, now=now)


def _older(french: Page, english: Page) -> list[str]:
    """What an English page lacks to say what its French does now."""
    current = current_version(french)
    made = TranslatedRevision.objects.filter(revision=english.latest_revision_id, version=current)
    if current is not None and made.exists():
        return []
    translation = sources.translation_of(english)
    left = unfinished(translation, current) if translation and current else []
    return sentences(left) or [
        _("The French of “%(title)s” has changed since: open the English version, and submit it again.")
        % {"title": french.draft_title}
    ]


def _show_to_translators(pages: Sequence[Page], now: datetime) -> None:
    """Before its first publication, translators work from the French that is about to be published."""
    for page in pages:
        if not page.live:
            sources.update(page.get_latest_revision_as_object(), revision=page.latest_revision, dated=now)


def _anyone_waits() -> bool:
    """Whether any text is at the gate. One query, and nothing more is asked of most publications."""
    return TaskState.objects.filter(task__in=TwinGate.objects.all(), status=TaskState.STATUS_IN_PROGRESS).exists()


def _common_hour(one: WorkflowState, other: WorkflowState, now: datetime) -> datetime | None:
    return _latest(last_approval(one).go_live_at, last_approval(other).go_live_at, now=now)


def _latest(*moments: datetime | None, now: datetime) -> datetime | None:
    return _from_now(max((moment for moment in moments if moment), default=None), now)


def _from_now(moment: datetime | None, now: datetime) -> datetime | None:
    """An hour that passed while the text waited is now."""
    return moment if moment and moment > now else None


def _expiry(english: Page, own: ApprovalState) -> datetime | None:
    """When English is taken down: not after its French, with which it is in any case (`portal.publishing`)."""
    french = original_of(english)
    if own.expire_at is None or french is None or french.expire_at is None:
        return own.expire_at
    return min(own.expire_at, french.expire_at)


def _record(page: Page, hour: datetime | None, now: datetime) -> None:
    TwinRelease.objects.update_or_create(
        translation_key=page.translation_key, defaults={"released_at": now, "go_live_at": hour}
    )


def _pass(step: ApprovalState, hour: datetime | None, *, user: User | None, now: datetime) -> None:
    """End the step of a text that waited: it is published, or scheduled."""
    workflow = step.workflow_state
    page = workflow.content_object.specific
    own = last_approval(workflow)
    step.digest, step.go_live_at = own.digest, hour
    step.expire_at = own.expire_at if is_source(page) else _expiry(page, own)
    guard_order(page, step.go_live_at, step.expire_at, now=now)
    # Nobody has decided here; whoever made it pass is named in the publication.
    step.approve(user=None, update=False)
    told = notices.people_of(workflow)
    workflow.update(user=user)
    notices.released(workflow, told, by=user, go_live_at=hour)


def _give_back(step: ApprovalState, reasons: list[str], *, user: User | None) -> None:
    """Send an English text that waited back to its translators."""
    step.reject(user=None, comment="\n".join(reasons))
    notices.given_back(step.workflow_state, reasons, by=user)


def _skip(task: TwinGate, workflow: WorkflowState) -> TaskState:
    """Nothing to wait for: the dates of the last approval hold."""
    return _over(task, workflow, TaskState.STATUS_SKIPPED)


def _refuse(task: TwinGate, workflow: WorkflowState, reasons: list[str]) -> TaskState:
    """Send an English text that has just come back to its translators."""
    state = _over(task, workflow, TaskState.STATUS_REJECTED, comment="\n".join(reasons))
    notices.given_back(workflow, reasons, by=None)
    return state


def _agree(
    task: TwinGate, workflow: WorkflowState, hour: datetime | None, expire_at: datetime | None, now: datetime
) -> TaskState:
    """Pass at once, at another hour than the one that was chosen."""
    dates = {"digest": last_approval(workflow).digest, "go_live_at": hour, "expire_at": expire_at}
    state = _over(task, workflow, TaskState.STATUS_APPROVED, **dates)
    guard_order(workflow.content_object, state.go_live_at, state.expire_at, now=now)
    return state


def _over(task: TwinGate, workflow: WorkflowState, status: str, **fields: Any) -> ApprovalState:
    page = workflow.content_object
    return ApprovalState.objects.create(
        workflow_state=workflow,
        task=task,
        revision=page.get_latest_revision(),
        status=status,
        finished_at=timezone.now(),
        **fields,
    )
