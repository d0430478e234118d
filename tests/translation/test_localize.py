"""wagtail-localize passes by moderation in seven ways: each is closed, for administrators too, and on live pages."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import TranslationCreator, translate_object, translate_page_subtree
from wagtail_localize.synctree import synchronize_tree

from core.languages import source_locale
from core.refusals import Refused
from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, edit, make_draft, page_of
from tests.factories.pages import make_project
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor import drafts


@stands
def editor(crim):
    """A member who holds, besides, the permission that the package asks for."""
    user = make_member(crim)
    user.user_permissions.add(submit_translation())
    return user


def submit_translation():
    """The package's own permission; its migrations make it."""
    kind = ContentType.objects.get_for_model(Translation)
    return Permission.objects.get_or_create(
        codename="submit_translation", content_type=kind, defaults={"name": "Can submit translation"}
    )[0]


@stands
def french(crim, editor):
    return publish(make_draft(crim, editor, title="Le fil", slug="le-fil", summary="Un résumé."))


@stands
def live(french, editor):
    """The English version, as readers see it."""
    say(start(french, editor), editor)
    return publish(french.get_translation(english()))


@pytest.fixture(params=["editor", "administrator"])
def person(request, editor):
    return editor if request.param == "editor" else make_administrator()


def rows():
    """Every page as readers see it, whatever the language."""
    return sorted(Page.objects.values_list("pk", "live", "title", "alias_of", "live_revision", "latest_revision"))


def translated(french):
    return Translation.objects.get(source__object=french.translation_key)


class TestTheSevenWays:
    def test_1_submitting_a_live_page_publishes_nothing(self, client, french, person):
        client.force_login(person)
        client.post(reverse("wagtail_localize:submit_page_translation", args=[french.pk]), {"locales": [english().pk]})
        made = french.get_translation(english())
        assert (made.live, made.first_published_at) == (False, None)

    @pytest.mark.usefixtures("live")
    def test_2_nothing_is_synchronised_and_published_by_hand(self, client, french, person):
        client.force_login(person)
        source = translated(french).source
        before = rows()
        address = reverse("wagtail_localize:update_translations", args=[source.pk])
        for response in (client.get(address), client.post(address, {"publish_translations": "on"})):
            assert response.status_code in {302, 403}
        assert rows() == before

    @pytest.mark.usefixtures("live")
    def test_3_another_partner_neither_translates_nor_reads(self, client, crim):
        other = make_member(make_working_partner("Autre"), "lead")
        other.user_permissions.add(submit_translation())
        client.force_login(other)
        draft = make_draft(crim, title="Un secret", slug="un-secret")
        before = rows()
        address = reverse("wagtail_localize:submit_page_translation", args=[draft.pk])
        for response in (client.get(address), client.post(address, {"locales": [english().pk]})):
            assert (response.status_code in {302, 403}, b"secret" in response.content) == (True, False)
        assert rows() == before

    @pytest.mark.usefixtures("french")
    def test_4_the_report_of_all_titles_is_no_more(self, client, person):
        client.force_login(person)
        for name in ("translations_report", "translations_report_results"):
            response = client.get(reverse(f"wagtail_localize:{name}"))
            assert (response.status_code in {302, 403}, b"Le fil" in response.content) == (True, False)
        assert reverse("wagtail_localize:translations_report") not in client.get("/admin/").content.decode()

    @pytest.mark.parametrize("publish_it", [True, False])
    @pytest.mark.usefixtures("live")
    def test_5_the_live_row_is_never_saved(self, french, publish_it):
        publish(edit(french, None, title="Le fil changé"))
        before = rows()
        translation = translation_of(french)
        for save in (
            lambda: translation.save_target(publish=publish_it),
            lambda: translation.source.create_or_update_translation(english(), publish=publish_it, fallback=True),
        ):
            with pytest.raises(RuntimeError, match=r"drafts\.write"):
                save()
        assert rows() == before

    def test_6_the_editor_publishes_nothing_in_french(self, client, french, live, editor, person):
        publish(edit(french, editor, title="Un titre que personne n’a traduit"))
        drafts.write(translation_of(french), user=editor)
        client.force_login(person)
        before = rows()
        for data in ({"action": "publish"}, {"action-publish": "1", "title": "Volé"}):
            client.post(reverse("wagtailadmin_pages:edit", args=[live.pk]), data)
        assert rows() == before

    def test_7_a_parent_without_english_gets_no_live_alias(self, client, tree, person):
        hub = make_project(tree.fr.projects, title="Le chantier")
        child = make_project(hub, title="La suite")
        child.save_revision()
        client.force_login(person)
        client.post(reverse("wagtail_localize:submit_page_translation", args=[child.pk]), {"locales": [english().pk]})
        assert list(Page.objects.filter(alias_of__isnull=False)) == []
        assert not hub.has_translation(english())


def test_its_operations_give_pages_to_translators_and_publish_nothing(french):
    user = make_administrator()
    translate_object(french, [english()], user=user)
    made = french.get_translation(english())
    assert (made.live, translated(french).enabled) == (False, True)
    with pytest.raises(Refused):
        TranslationCreator(user, [english()]).create_translations(french.lead_partner)


def test_a_subtree_too(crim, french):
    translate_page_subtree(page_of(crim).pk, [english()], None, make_administrator())
    assert french.get_translation(english()).live is False


class TestSynchronisation:
    @pytest.mark.usefixtures("french")
    def test_makes_no_aliases(self):
        before = rows()
        with pytest.raises(Refused):
            synchronize_tree(source_locale(), english())
        with pytest.raises(Refused):
            LocaleSynchronization.objects.create(locale=english(), sync_from=source_locale())
        assert (rows(), LocaleSynchronization.objects.count()) == (before, 0)

    @pytest.mark.usefixtures("tree")
    def test_no_form_offers_it(self, client):
        assert LocaleSynchronization not in [component["model"] for component in get_locale_components()]
        client.force_login(make_administrator())
        address = reverse("wagtaillocales:edit", args=[Locale.objects.get(language_code="en").pk])
        assert b"sync_from" not in client.get(address).content


@pytest.fixture(params=["live", "draft"])
def made(request, french, editor):
    """The English version, published or not."""
    start(french, editor)
    return request.getfixturevalue("live") if request.param == "live" else french.get_translation(english())


@pytest.mark.parametrize("name", ["stop_translation", "convert_to_alias", "restart", "update_translations"])
def test_what_has_no_use_is_closed_to_everyone(client, french, made, person, name):
    translation = translation_of(french)
    client.force_login(person)
    before = rows()
    if name == "restart":
        for word in ("localize-restart-translation", "localize-convert-to-alias"):
            client.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), {word: "1"})
    else:
        key = {
            "stop_translation": translation.pk,
            "convert_to_alias": made.pk,
            "update_translations": translation.source_id,
        }[name]
        address = reverse(f"wagtail_localize:{name}", args=[key])
        for response in (client.get(address), client.post(address, {"next": "/admin/"})):
            assert response.status_code in {302, 403, 405}
    assert rows() == before
    assert translation_of(french).enabled is True
    assert as_stored(made).alias_of is None


def test_a_refusal_says_what_one_does_instead(client, french, live):
    client.force_login(make_administrator())
    response = client.get(reverse("wagtail_localize:convert_to_alias", args=[live.pk]), follow=True)
    assert ["error" in message.tags for message in response.context["messages"]] == [True]


def test_snippets_are_not_translated(client, editor, person):
    client.force_login(person)
    address = reverse("wagtail_localize:submit_snippet_translation", args=["partners", "person", "1"])
    assert client.get(address).status_code == 302


def test_a_long_title_is_not_written_past_the_page(french, editor, live):
    """The package writes the draft's title straight into its row, before anything is checked."""
    before = as_stored(live).draft_title
    say_only = translation_of(french).source.stringsegment_set.get(context__path="title")
    say_only.string.translations.update(data="X" * 300)
    say_only.string.translations.get().save()
    assert as_stored(live).draft_title == before


@pytest.mark.parametrize("make", [make_communications, make_translator])
def test_portal_wide_roles_enter_the_editor(client, french, live, make):
    client.force_login(make())
    assert b"js-translation-editor" in client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content


def test_members_of_an_inactive_partner_do_not(client, crim, french, live, editor):
    crim.is_active = False
    crim.save()
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[live.pk]))
    assert response.status_code in {302, 403}
    assert b"js-translation-editor" not in response.content


def test_the_menu_of_the_french_editor_offers_nothing_of_the_package(client, french, live):
    client.force_login(make_administrator())
    page = client.get(reverse("wagtailadmin_pages:edit", args=[french.pk])).content.decode()
    assert "localize-restart-translation" not in page
    assert "localize-convert-to-alias" not in page
