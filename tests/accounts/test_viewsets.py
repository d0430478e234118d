import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import make_user
from tests.reading import page

NEW = {
    "email": "Eve@Exemple.Example",
    "first_name": "Ève",
    "last_name": "Roy",
    "preferred_language": "en",
    "password1": "un-secret-bien-long",
    "password2": "un-secret-bien-long",
}


@pytest.fixture
def add():
    return reverse("wagtailusers_users:add")


def test_both_forms_ask_for_the_language(admin, add, tree):
    edit = reverse("wagtailusers_users:edit", args=[make_user(preferred_language="en").pk])
    chosen = {}
    for address in (add, edit):
        field = page(admin.get(address)).select_one("select[name=preferred_language]")
        chosen[address] = [option["value"] for option in field.select("option[selected]")]
    assert chosen == {add: ["fr"], edit: ["en"]}


def test_create_an_account(admin, add, tree):
    assert admin.post(add, NEW).status_code == 302
    eve = User.objects.get(email="eve@exemple.example")
    assert (str(eve), eve.preferred_language, eve.wagtail_userprofile.preferred_language) == ("Ève Roy", "en", "en")


def test_an_address_in_another_case_is_refused(admin, add, tree):
    make_user(email="eve@exemple.example")
    answer = admin.post(add, NEW)
    assert answer.status_code == 200
    assert "email" in answer.context["form"].errors
    assert User.objects.filter(email__iexact="eve@exemple.example").count() == 1


def test_an_account_cannot_take_the_address_of_another(admin, tree):
    make_user(email="eve@exemple.example")
    other = make_user(email="anne@exemple.example")
    edit = reverse("wagtailusers_users:edit", args=[other.pk])
    data = {key: value for key, value in NEW.items() if not key.startswith("password")}
    answer = admin.post(edit, {**data, "is_active": "on"})
    assert (answer.status_code, "email" in answer.context["form"].errors) == (200, True)
    assert User.objects.get(pk=other.pk).email == "anne@exemple.example"


def test_change_the_language_of_an_account(admin, tree):
    user = make_user(email="anne@exemple.example")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {"email": user.email, "first_name": "Anne", "last_name": "Roy", "is_active": "on"}
    assert admin.post(edit, {**data, "preferred_language": "en"}).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.preferred_language, user.wagtail_userprofile.preferred_language) == ("en", "en")
