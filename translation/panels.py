"""What translators, partners and staff find on the desk about the other language."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from core.desk import Action, ListPanel, Panel, Row, Visit, Words, register_panel
from partners.roles import is_staff, standing
from translation.enums import State
from translation.matrix import parity
from translation.matrix.states import behind_by


class VersionsPanel(ListPanel):
    """Pages by the state of their English, the oldest first: a partner's own, or all of them for translators."""

    states: tuple[State, ...]

    def listed(self, visit: Visit) -> QuerySet[Page]:
        """The pages in these states, that readers see or that were begun."""
        who = standing(visit.user)
        rows = parity.versions(parity.target_locale(), today=timezone.localdate(visit.now))
        if not who.is_translator:
            ours = Q(publicationpage__lead_partner__in=who.partners) | Q(partnerpage__partner__in=who.partners)
            rows = rows.filter(ours)
        return rows.filter(state__in=self.states).order_by(F("since").asc(nulls_last=True), "pk")

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:
        """What is left to do with each. Four queries at most, as many whatever their number."""
        who = standing(visit.user)
        several = who.is_translator or len(who.partners) > 1
        behind = behind_by(found)
        left = parity.left_by(found, parity.target_locale())
        return [_row(page, behind[page.pk], left.get(page.pk), several=several) for page in found]


class ToUpdatePanel(VersionsPanel):
    """What somebody has begun to translate, and what readers see of earlier French."""

    name = "translations"
    order = 53
    heading = gettext_lazy("Translations to update")
    states = parity.TO_UPDATE

    def for_whom(self, user: Any) -> bool:
        """Translators, and whoever writes for a partner."""
        who = standing(user)
        return who.is_translator or (bool(who.partners) and not who.is_staff)


class UntranslatedPanel(VersionsPanel):
    """What nobody has begun to translate."""

    name = "untranslated"
    order = 57
    heading = gettext_lazy("Not translated yet")
    states = (State.MISSING,)

    def for_whom(self, user: Any) -> bool:
        """Translators."""
        return standing(user).is_translator


class ParityPanel(Panel):
    """How many pages are in each state that asks for something, with the way to them."""

    name = "parity"
    order = 38
    heading = gettext_lazy("French and English")
    template = "translation/parity_panel.html"

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators, and translators."""
        return is_staff(user) or standing(user).is_translator

    def context(self, visit: Visit) -> dict[str, Any]:
        """The counts of the matrix. Two queries."""
        counts = parity.totals(parity.versions(parity.target_locale(), today=timezone.localdate(visit.now)))
        url = reverse("parity:index")
        total = sum(counts.values())
        current = counts.pop(State.CURRENT, 0)
        return {
            "counts": [
                {"label": state.label, "count": count, "url": f"{url}?state={state}"} for state, count in counts.items()
            ],
            "current": current,
            "total": total,
            "url": url,
        }


PANELS = (ToUpdatePanel, UntranslatedPanel, ParityPanel)


def register() -> None:
    """Add the panels to the desk."""
    for panel in PANELS:
        register_panel(panel())


def _row(page: Any, behind: int, left: int | None, *, several: bool) -> Row:
    state = State(page.state)
    facts: list[Words] = [page.partner_name] if several and page.partner_name else []
    facts.append(str(page.page_type_display_name))
    if left:
        facts.append(
            ngettext("%(count)s passage to translate or reread", "%(count)s passages to translate or reread", left)
            % {"count": left}
        )
    elif left is not None:
        facts.append(_("Every passage is translated: it can be submitted"))
    if page.sister:
        label, url = _("Go on translating"), reverse("wagtailadmin_pages:edit", args=[page.sister])
    else:
        label, url = _("Translate"), reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return Row(
        title=page.draft_title or page.title,
        language="fr",
        url=url,
        facts=tuple(facts),
        mark=parity.said(state, behind),
        moment=page.since,
        action=Action(label=label, url=url),
    )
