"""Public addresses of articles that are no pages."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from articles.feeds import ArticleFeed

urlpatterns = [
    path(pgettext_lazy("address", "feed.atom"), ArticleFeed.as_view(), name="article_feed"),
]
