"""French texts that are published, and what translators write."""

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from translation import sources
from translation.editor import drafts
from translation.models import CarriedPassage


def english():
    """The language into which texts are translated."""
    return Locale.objects.get(language_code="en")


def publish(page):
    """Publish the latest version at once, as the portal itself does, and return the page."""
    Page.objects.get(pk=page.pk).latest_revision.publish(skip_permission_checks=True)
    return Page.objects.get(pk=page.pk).specific


def start(page, user):
    """Give a French page to translators, and return its translation."""
    sources.start(page, english(), user=user, now=timezone.now())
    return translation_of(page)


def translation_of(page):
    """The translation of a French page."""
    sister = Page.objects.get(translation_key=page.translation_key, locale=english())
    return sources.translation_of(sister)


def say(translation, user=None, words=None):
    """Translate passages, and save the draft: those given by their French, or all that are not, as “EN <French>”."""
    for segment in translation.source.stringsegment_set.select_related("string", "context").order_by("order"):
        french = segment.string.data
        said = (words or {}).get(french) if words is not None else _made_up(segment.context.path, french)
        known = StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale
        ).first()
        if said is None or (words is None and known and not hasattr(known, "carried")):
            continue
        made, _new = StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": said, "translation_type": "manual", "tool_name": "", "last_translated_by": user},
        )
        CarriedPassage.objects.filter(translation=made).delete()
    return drafts.write(translation, user=user)


def _made_up(path, french):
    return f"en-{french}" if path == "slug" else f"EN {french}"
