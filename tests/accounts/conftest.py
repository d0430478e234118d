import socket

import pytest
from django.conf import settings as django_settings

SUBJECT = "{{ title }} ({{ recipient.email|default:'-' }})"
TEXT = """{% extends "accounts/mails/base.txt" %}{% load i18n %}
{% block text %}{% get_current_language as language %}{{ language }}: {{ title }}{% endblock %}"""


@pytest.fixture
def letters(settings, tmp_path):
    """Two templates of a mail, `example`."""
    (tmp_path / "example_subject.txt").write_text(SUBJECT, encoding="utf-8")
    (tmp_path / "example.txt").write_text(TEXT, encoding="utf-8")
    (engine,) = django_settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]


@pytest.fixture
def queue(settings):
    """Mails wait in the database. The server that they are for does not answer."""
    settings.EMAIL_BACKEND = "accounts.mail_queue.QueueBackend"
    settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    with socket.socket() as unused:
        # Bound and not listened at: nobody else takes it.
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = unused.getsockname()[1]
        yield


@pytest.fixture
def no_server(queue, settings):
    """Mails are kept."""
    settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.dummy.EmailBackend"}}
