"""Machine drafts: asked for over HTTP, never in a transaction, over nobody's words, and finished by a person only."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.models import StringTranslation

from core.refusals import Refused
from tests.architecture.ground import run
from tests.factories.moderation import edit, make_draft
from tests.factories.partners import make_member, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor.passages import guard_finished, unfinished, words_of
from translation.enums import PassageState
from translation.outside import machine

BODY = [("text", '<p>Voir <a href="https://exemple.example">le site</a>.</p><p>Deux fois.</p><p>Deux fois.</p>')]
LINKED = 'Voir <a id="a1">le site</a>.'


class Service(ThreadingHTTPServer):
    """Stands in for both services: keeps what it is asked, and answers “EN <French>” unless told otherwise."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked = []
        self.says = lambda words: f"EN {words}"
        self.status = 200
        self.body = None
        self.meanwhile = lambda: None
        self.going = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        is_libre = self.path == "/translate"
        asked = json.loads(content) if is_libre else parse_qs(content.decode())
        french = asked["q"] if is_libre else asked["text"]
        self.server.asked.append((self.path, self.headers.get("Authorization"), asked))
        self.server.meanwhile()
        said = [self.server.says(words) for words in french]
        answer = {"translatedText": said} if is_libre else {"translations": [{"text": words} for words in said]}
        body = json.dumps(answer).encode() if self.server.body is None else self.server.body
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def service():
    server = Service()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.going.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def libre(service, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {"LIBRETRANSLATE_URL": service.address, "API_KEY": "clé", "TIMEOUT": 5},
    }
    return service


@pytest.fixture
def deepl(service, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "translation.outside.machine.DeepL",
        "OPTIONS": {"AUTH_KEY": "clef", "URL": f"{service.address}/v2/translate", "TIMEOUT": 5},
    }
    return service


@stands
def editor(crim):
    return make_member(crim)


@stands
def page(editor):
    partner = editor.memberships.get().partner
    return publish(make_draft(partner, editor, title="Le fil", slug="le-fil", summary="Un résumé.", body=BODY))


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def everything():
    columns = ("pk", "translation_of", "context", "data", "translation_type", "tool_name", "last_translated_by")
    return (
        list(StringTranslation.objects.order_by("pk").values_list(*columns, "updated_at")),
        list(Page.objects.order_by("pk").values_list("pk", "title", "draft_title", "latest_revision")),
    )


class TestServices:
    def test_libretranslate(self, libre, page, editor):
        translation = start(page, editor)
        asked = list(dict.fromkeys(w.french for w in words_of(translation) if w.path != "slug" and not w.english))
        assert machine.draft(translation, user=editor).left == ()
        assert libre.asked == [
            ("/translate", None, {"q": asked, "source": "fr", "target": "en", "api_key": "clé", "format": "html"})
        ]
        assert {w.french: w.english for w in words_of(translation)}[LINKED] == f"EN {LINKED}"

    def test_deepl(self, deepl, page, editor):
        translation = start(page, editor)
        machine.draft(translation, user=editor)
        ((path, key, asked),) = deepl.asked
        assert (path, key) == ("/v2/translate", "DeepL-Auth-Key clef")
        assert (asked["source_lang"], asked["target_lang"], asked["tag_handling"]) == (["FR"], ["EN"], ["xml"])
        assert {w.french: w.english for w in words_of(translation)}[LINKED] == f"EN {LINKED}"

    def test_in_lots(self, deepl, page, editor):
        """DeepL takes fifty passages at once."""
        paragraphs = "".join(f"<p>Paragraphe {number}.</p>" for number in range(90))
        translation = start(publish(edit(page, editor, body=[("text", paragraphs)])), editor)
        drafted = machine.draft(translation, user=editor)
        assert max(len(asked["text"]) for _path, _key, asked in deepl.asked) <= 50
        assert sum(len(asked["text"]) for _path, _key, asked in deepl.asked) == drafted.count > 90


class Slow(LibreTranslator):
    """The service's own client; its answer is on its way when somebody saves a passage."""

    def translate(self, *args):
        answer = super().translate(*args)
        type(self).meanwhile()
        return answer


class TestDraft:
    @pytest.mark.usefixtures("libre")
    def test_is_a_machine_s_until_a_person_accepts(self, page, editor):
        translation = start(page, editor)
        drafted = machine.draft(translation, user=editor)
        made = StringTranslation.objects.filter(context__object=page.translation_key)
        assert set(made.values_list("translation_type", "last_translated_by")) == {("machine", editor.pk)}
        assert {words.state for words in words_of(translation)} == {PassageState.MACHINE}
        assert drafted.count == made.count() - 1
        with pytest.raises(Refused, match="Le fil"):
            guard_finished(translation)

    @pytest.mark.usefixtures("libre")
    def test_is_what_the_page_says_in_draft(self, page, editor):
        machine.draft(start(page, editor), user=editor)
        made = sister(page)
        draft = made.get_latest_revision_as_object()
        assert (made.live, draft.title, draft.slug) == (False, "EN Le fil", "en-le-fil")
        assert made.latest_revision.user == editor
        assert '<a href="https://exemple.example">le site</a>' in draft.body[0].value.source

    @pytest.mark.usefixtures("libre")
    def test_leaves_what_a_person_wrote(self, page, editor):
        translation = start(page, editor)
        say(translation, editor, {"Le fil": "The thread", "le-fil": "thread"})
        machine.draft(translation, user=editor)
        said = {w.french: (w.english, w.state) for w in words_of(translation)}
        assert said["Le fil"] == ("The thread", PassageState.DONE)
        assert said["le-fil"] == ("thread", PassageState.DONE)
        assert said["Un résumé."] == ("EN Un résumé.", PassageState.MACHINE)

    def test_leaves_what_a_person_writes_meanwhile(self, libre, page, editor, settings):
        translation = start(page, editor)
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["CLASS"] = f"{__name__}.Slow"
        Slow.meanwhile = lambda: say(translation, editor, {"Le fil": "The thread"})
        machine.draft(translation, user=editor)
        said = {w.french: (w.english, w.state) for w in words_of(translation)}
        assert len(libre.asked) == 1
        assert "Le fil" in libre.asked[0][2]["q"]
        assert said["Le fil"] == ("The thread", PassageState.DONE)
        assert said["Un résumé."] == ("EN Un résumé.", PassageState.MACHINE)

    def test_leaves_what_is_carried(self, libre, page, editor):
        say(start(page, editor), editor)
        publish(sister(page))
        publish(edit(page, editor, summary="Un autre résumé."))
        translation = translation_of(page)
        before = everything()
        assert machine.draft(translation, user=editor) == machine.Drafted(0)
        assert (everything(), libre.asked) == (before, [])
        assert [words.state for words in unfinished(translation)] == [PassageState.CARRIED]

    @pytest.mark.usefixtures("libre")
    def test_leaves_the_address_of_a_live_page(self, page, editor):
        say(start(page, editor), editor)
        publish(sister(page))
        StringTranslation.objects.filter(context__path__in=["slug", "title"]).delete()
        translation = translation_of(page)
        machine.draft(translation, user=editor)
        assert [words.path for words in unfinished(translation)] == ["title", "slug"]
        assert {words.path: words.state for words in unfinished(translation)}["slug"] == PassageState.MISSING

    def test_leaves_out_what_has_lost_its_links(self, libre, page, editor):
        libre.says = lambda words: re.sub(r"<[^>]*>", "", f"EN {words}")
        translation = start(page, editor)
        drafted = machine.draft(translation, user=editor)
        assert [words.french for words in drafted.left] == [LINKED]
        assert [w.french for w in words_of(translation) if w.state == PassageState.MISSING] == [LINKED]

    def test_takes_no_markup_that_the_french_does_not_have(self, libre, page, editor):
        libre.says = lambda words: f"<script>alert(1)</script>{words}"
        translation = start(page, editor)
        before = everything()
        drafted = machine.draft(translation, user=editor)
        assert (drafted.count, len(drafted.left), everything()) == (0, len(set(libre.asked[0][2]["q"])), before)
        assert not StringTranslation.objects.filter(data__contains="script").exists()


FAILURES = [
    (500, None),
    (403, b'{"message": "Forbidden"}'),
    (456, b'{"message": "Quota Exceeded"}'),
    (200, b"<html>Bonjour</html>"),
    (200, b"{}"),
    (200, b"[]"),
    (200, b"null"),
    (200, b'{"translatedText": ["one"], "translations": [{"text": "one"}]}'),
    (200, b'{"translatedText": null, "translations": null}'),
    (200, b'{"error": "no"}'),
]


class TestFailure:
    @pytest.mark.parametrize(("status", "body"), FAILURES)
    @pytest.mark.parametrize("which", ["libre", "deepl"])
    def test_changes_nothing(self, request, page, editor, which, status, body):
        service = request.getfixturevalue(which)
        translation = start(page, editor)
        service.status, service.body = status, b"{}" if body is None else body
        before = everything()
        with pytest.raises(Refused, match=r"DeepL|LibreTranslate"):
            machine.draft(translation, user=editor)
        assert everything() == before

    @pytest.mark.parametrize("which", ["libre", "deepl"])
    def test_answers_that_are_no_words(self, request, page, editor, which):
        service = request.getfixturevalue(which)
        service.says = lambda _words: None
        translation = start(page, editor)
        before = everything()
        assert machine.draft(translation, user=editor).count == 0
        assert everything() == before

    def test_in_the_second_lot_takes_back_the_first(self, deepl, page, editor):
        paragraphs = "".join(f"<p>Paragraphe {number}.</p>" for number in range(90))
        translation = start(publish(edit(page, editor, body=[("text", paragraphs)])), editor)

        def stop():
            if len(deepl.asked) > 1:
                deepl.status = 500
                deepl.body = b""

        deepl.meanwhile = stop
        before = everything()
        with pytest.raises(Refused):
            machine.draft(translation, user=editor)
        assert (everything(), len(deepl.asked)) == (before, 2)

    @pytest.mark.parametrize("which", ["libre", "deepl"])
    def test_silence_is_left_after_the_time_limit(self, request, page, editor, settings, which):
        service = request.getfixturevalue(which)
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["TIMEOUT"] = 1
        service.meanwhile = lambda: service.going.wait(30)
        translation = start(page, editor)
        before = everything()
        with pytest.raises(Refused):
            machine.draft(translation, user=editor)
        assert everything() == before

    @pytest.mark.usefixtures("libre")
    def test_nobody_there(self, page, editor, settings):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["LIBRETRANSLATE_URL"] = "http://127.0.0.1:1"
        translation = start(page, editor)
        before = everything()
        with pytest.raises(Refused):
            machine.draft(translation, user=editor)
        assert everything() == before

    def test_words_that_the_page_does_not_take(self, libre, page, editor):
        libre.says = lambda words: words * 60
        translation = start(page, editor)
        before = everything()
        with pytest.raises(Refused, match="Le fil"):
            machine.draft(translation, user=editor)
        assert everything() == before

    def test_another_partner_asks_nothing(self, libre, page, editor):
        translation = start(page, editor)
        with pytest.raises(PermissionDenied):
            machine.draft(translation, user=make_member(make_working_partner("Autre")))
        assert libre.asked == []


class Watching(LibreTranslator):
    """The service's own client, which notes whether a transaction is open when it is used."""

    seen = []

    def translate(self, *args):
        self.seen.append(connection.in_atomic_block)
        return super().translate(*args)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_service_is_asked(libre, settings, client):
    from tests.factories.tree import plant

    plant()
    editor = make_member(make_working_partner("CRIM"))
    page = publish(make_draft(editor.memberships.get().partner, editor, title="Le fil", slug="le-fil"))
    translation = start(page, editor)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["CLASS"] = f"{__name__}.Watching"
    Watching.seen.clear()
    client.force_login(editor)
    client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    assert (Watching.seen, len(unfinished(translation)) > 0) == ([False], True)
    assert {words.state for words in words_of(translation)} == {PassageState.MACHINE}


class TestView:
    def ask(self, client, translation):
        return client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), follow=True)

    def test_there_is_none_without_a_service(self, client, page, editor):
        client.force_login(editor)
        assert self.ask(client, start(page, editor)).status_code == 404

    def test_says_how_many_are_to_be_reread(self, libre, client, page, editor):
        translation = start(page, editor)
        client.force_login(editor)
        response = self.ask(client, translation)
        assert response.redirect_chain[0][0] == reverse("wagtailadmin_pages:edit", args=[sister(page).pk])
        (message,) = [str(message) for message in response.context["messages"]]
        assert re.search(rf"\b{len(set(libre.asked[0][2]['q']))}\b", message)

    def test_says_that_the_service_fails(self, libre, client, page, editor):
        libre.status = 500
        translation = start(page, editor)
        client.force_login(editor)
        before = everything()
        (message,) = [str(message) for message in self.ask(client, translation).context["messages"]]
        assert ("LibreTranslate" in message, everything() == before) == (True, True)

    def test_is_not_read(self, libre, client, page, editor):
        client.force_login(editor)
        address = reverse("wagtail_localize:machine_translate", args=[start(page, editor).pk])
        assert (client.get(address).status_code, libre.asked) == (405, [])

    def test_another_partner_is_refused(self, libre, client, page, editor):
        translation = start(page, editor)
        client.force_login(make_member(make_working_partner("Autre")))
        before = everything()
        self.ask(client, translation)
        assert (libre.asked, everything()) == ([], before)


PRINT = "from django.conf import settings; print(settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR)"
LIBRE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"
ENVIRONMENTS = [
    ({}, None),
    ({"MACHINE_TRANSLATOR": "", "MACHINE_TRANSLATOR_KEY": "clef"}, None),
    (
        {"MACHINE_TRANSLATOR": "deepl", "MACHINE_TRANSLATOR_KEY": "clef"},
        {"CLASS": "translation.outside.machine.DeepL", "OPTIONS": {"AUTH_KEY": "clef", "URL": "", "TIMEOUT": 20}},
    ),
    (
        {"MACHINE_TRANSLATOR": "libretranslate", "MACHINE_TRANSLATOR_URL": "http://10.0.0.2:5000/"},
        {
            "CLASS": LIBRE,
            "OPTIONS": {"LIBRETRANSLATE_URL": "http://10.0.0.2:5000", "API_KEY": "", "TIMEOUT": 20},
        },
    ),
]


@pytest.mark.parametrize(("variables", "setting"), ENVIRONMENTS)
def test_the_environment_names_the_service(variables, setting):
    done = run("-c", PRINT, settings="portal.settings.dev", **variables)
    assert (done.stdout, done.stderr) == (f"{setting}\n", "")


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"MACHINE_TRANSLATOR": "google"}, "MACHINE_TRANSLATOR"),
        ({"MACHINE_TRANSLATOR": "deepl"}, "MACHINE_TRANSLATOR_KEY"),
        ({"MACHINE_TRANSLATOR": "libretranslate"}, "MACHINE_TRANSLATOR_URL"),
        ({"MACHINE_TRANSLATOR": "libretranslate", "MACHINE_TRANSLATOR_URL": "localhost"}, "MACHINE_TRANSLATOR_URL"),
    ],
)
def test_what_a_service_lacks_is_said_in_one_sentence(variables, name):
    done = run("manage.py", "check", settings="portal.settings.dev", **variables)
    assert done.returncode == 1
    assert done.stderr.startswith(f"portal: The environment variable {name} is m")
    assert done.stderr.count("\n") == 1
