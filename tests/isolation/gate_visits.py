"""The addresses of waivers, and of the rules that ask for both languages."""

from datetime import timedelta

from django.utils import timezone

from tests.isolation.asking import Visit
from tests.isolation.page_visits import of, posts, titled
from tests.isolation.portal_visits import EDITOR, became, extra, lost, post_extra
from translation.models import TwinRule, Waiver

RULE = "wagtailsnippets_translation_twinrule"

WAIVER_VISITS = {
    "portal_waivers:sign": Visit(of("live"), shows=titled("live")),
    "portal_waivers:sign POST": posts(
        "live",
        lambda _world, things, _response: Waiver.objects.filter(page=things.live.pk).exists(),
        data=lambda *_: {
            "reason": "La traduction suivra.",
            "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        },
    ),
    "portal_waivers:end POST": posts(
        "waiver", lambda _world, things, _response: Waiver.objects.get(pk=things.waiver.pk).ended_at is not None
    ),
}

RULE_VISITS = {
    **{f"{RULE}:{action}": Visit(extra("rule")) for action in ("edit", "delete", "usage", "history", "copy")},
    f"{RULE}:history_results": Visit(extra("rule")),
    f"{RULE}:edit POST": post_extra(
        "rule",
        became(TwinRule, "rule", "type", "event"),
        form=EDITOR,
        data=lambda *_: {"type": "event"},
    ),
    f"{RULE}:delete POST": post_extra("rule", lost(TwinRule, "rule")),
    "wagtailsnippetchoosers_translation_twinrule:chosen": Visit(extra("rule")),
}
