"""The demonstration in two languages: a text in each state of its English version, by the verbs of the portal."""

import json
import tomllib
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from accounts.models import User
from articles.models import ArticlePage
from partners import moderation
from portal.demo import desk
from portal.demo.content import DATA
from portal.setup.portal import key_of
from translation import sources
from translation.editor import drafts
from translation.models import SourceVersion, TwinRule
from translation.sources import translation_of
from translation.waiving import waivers

TRANSLATOR = "traduction@latrame.example"


def texts() -> list[dict[str, Any]]:
    """The texts of the file, in order."""
    return tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))["text"]


def write_texts(*, now: datetime) -> None:
    """Bring each text that is missing to its state. `now` is aware."""
    for row in texts():
        if not ArticlePage.objects.filter(translation_key=key_of(f"page/{row['id']}")).exists():
            STATES[row["state"]](row, now)


def _in_french(row: dict[str, Any], now: datetime) -> ArticlePage:
    """Write and publish the French."""
    page = desk.draft(row)
    desk.approve(page, row, now)
    page = ArticlePage.objects.get(pk=page.pk)
    _date(page, row["published_on"])
    return ArticlePage.objects.get(pk=page.pk)


def _translate(page: ArticlePage, row: dict[str, Any], now: datetime, *, kind: str = "manual") -> Translation:
    """Give the page to the translator, who writes the passages that the row has, or has a machine write them."""
    translator = User.objects.get(email=TRANSLATOR)
    english = Locale.objects.get(language_code="en")
    (made,) = sources.start(page, english, user=translator, now=now)
    translation = translation_of(made)
    if translation is None:
        message = f"{page} was not given to translators."
        raise RuntimeError(message)
    words = _words(page, row["en"])
    for segment in translation.source.stringsegment_set.select_related("context", "string").order_by("order"):
        waiting = words.get(segment.context.path)
        if waiting:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=english,
                context=segment.context,
                defaults={
                    "data": waiting.pop(0),
                    "translation_type": kind,
                    "tool_name": "" if kind == StringTranslation.TRANSLATION_TYPE_MANUAL else "LibreTranslate",
                    "last_translated_by": translator,
                },
            )
    drafts.write(translation, user=translator)
    return translation


def _words(page: ArticlePage, english: dict[str, str]) -> dict[str, list[str]]:
    """The English of each place, in order."""
    # Another object: what it says is not what the page says.
    version: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in english.items():
        if name == "body":
            block = version.body.raw_data[0]
            version.body = json.dumps([{"type": "text", "id": block["id"], "value": value}])
        else:
            setattr(version, name, value)
    found: dict[str, list[str]] = {}
    for segment in extract_segments(version):
        if isinstance(segment, StringSegmentValue) and segment.path.partition(".")[0] in english:
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def _submit(translation: Translation, now: datetime) -> ArticlePage:
    page = translation.get_target_instance()
    moderation.submit(page, user=User.objects.get(email=TRANSLATOR), now=now)
    return ArticlePage.objects.get(pk=page.pk)


def _translating(row: dict[str, Any], now: datetime) -> None:
    _translate(_in_french(row, now), row, now)


def _machine(row: dict[str, Any], now: datetime) -> None:
    _translate(_in_french(row, now), row, now, kind=StringTranslation.TRANSLATION_TYPE_MACHINE)


def _review(row: dict[str, Any], now: datetime) -> None:
    _submit(_translate(_in_french(row, now), row, now), now)


def _behind(row: dict[str, Any], now: datetime) -> None:
    page = _in_french(row, now)
    english = _submit(_translate(page, row, now), now)
    desk.agree_as_partner(english, now)
    desk.agree_as_communications(english, now)
    _date(ArticlePage.objects.get(pk=english.pk), row["published_on"])
    version: Any = page.get_latest_revision_as_object()
    version.summary = row["change"]["summary"]
    version.body = json.dumps([{"type": "text", "id": version.body.raw_data[0]["id"], "value": row["change"]["body"]}])
    version.save_revision(user=page.owner)
    desk.approve(ArticlePage.objects.get(pk=page.pk), row, now)
    ArticlePage.objects.filter(pk=page.pk).update(last_published_at=datetime.fromisoformat(row["changed_on"]))
    _date_versions(page, row["changed_on"], is_current=True)


def _waived(row: dict[str, Any], now: datetime) -> None:
    page = _in_french(row, now)
    waivers.sign(
        page,
        user=User.objects.get(email=desk.COMMUNICATIONS),
        reason=row["reason"],
        until=timezone.localdate(now) + timedelta(days=60),
        now=now,
    )


def _twins(row: dict[str, Any], now: datetime) -> None:
    """The partner publishes in both languages: the French is approved, and waits for the English."""
    page = desk.draft(row)
    TwinRule.objects.get_or_create(partner=page.lead_partner, type=page.type)
    desk.approve(page, row, now)
    _translate(ArticlePage.objects.get(pk=page.pk), row, now)


def _date(page: ArticlePage, moment: str) -> None:
    """Date what readers see, in whose year it is 2023."""
    published = datetime.fromisoformat(moment)
    day = timezone.localdate(published)
    dates = {"first_published_at": published, "last_published_at": published, "sort_date": day}
    ArticlePage.objects.filter(pk=page.pk).update(**dates)
    _date_versions(page, moment)


def _date_versions(page: Page, moment: str, **which: Any) -> None:
    versions = SourceVersion.objects.filter(source__object_id=page.translation_key, **which)
    versions.update(dated=datetime.fromisoformat(moment))


STATES = {
    "translating": _translating,
    "machine": _machine,
    "review": _review,
    "behind": _behind,
    "waived": _waived,
    "twins": _twins,
}
