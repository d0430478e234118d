"""The form of a featured slot."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

SLOT_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("position", required_on_save=True),
                FieldPanel("publication", help_text=_("The French page. English readers get its English version.")),
                FieldRowPanel([FieldPanel("url_fr"), FieldPanel("url_en")], heading=_("Or an address elsewhere")),
            ],
            heading=_("Where, and what"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("starts_at", heading=pgettext_lazy("featured slot", "From")),
                        FieldPanel("ends_at", heading=pgettext_lazy("featured slot", "Until")),
                    ]
                ),
                FieldPanel("priority"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("title_fr"), FieldPanel("summary_fr"), FieldPanel("image"), FieldPanel("image_alt_fr")],
            heading=_("Own words and image, in French"),
            classname="collapsed",
            help_text=_("Left empty, the publication’s own are shown. What is given here is given in both languages."),
        ),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("summary_en"), FieldPanel("image_en"), FieldPanel("image_alt_en")],
            heading=_("Own words and image, in English"),
            classname="collapsed",
        ),
        FieldPanel("reason"),
    ]
)
