"""What the partners application adds to Wagtail."""

from wagtail.snippets.models import register_snippet

from partners.viewsets import PartnerGroup

register_snippet(PartnerGroup)
