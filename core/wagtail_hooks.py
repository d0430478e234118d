"""What the core application adds to Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from core.media_views import refuse_hidden_document
from core.viewsets import VocabularyGroup

register_snippet(VocabularyGroup)
hooks.register("before_serve_document", refuse_hidden_document, order=-1)
