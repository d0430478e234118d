import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from tests.factories.accounts import make_user

PASSWORD = "un-secret-de-test"


def test_an_address_is_stored_in_lower_case(db):
    assert make_user(email="  Eve.Tremblay@Exemple.Example ").email == "eve.tremblay@exemple.example"


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("", PASSWORD)


@pytest.mark.parametrize("typed", ["eve@exemple.example", "EVE@Exemple.Example", " eve@exemple.example "])
def test_log_in_with_the_address_in_any_case(db, rf, typed):
    eve = make_user(email="eve@exemple.example", password=PASSWORD)
    request = rf.post("/admin/login/")
    assert authenticate(request, username=typed, password=PASSWORD) == eve
    assert authenticate(request, username=typed, password=PASSWORD.upper()) is None


def test_the_log_in_page_takes_any_case(client, db):
    make_user(email="eve@exemple.example", password=PASSWORD, is_superuser=True)
    answer = client.post("/admin/login/", {"username": "Eve@Exemple.Example", "password": PASSWORD})
    assert (answer.status_code, answer.get("Location")) == (302, "/admin/")


def test_the_database_refuses_an_address_in_another_case(db):
    make_user(email="eve@exemple.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="EVE@exemple.example")])
    assert User.objects.count() == 1


def test_validation_refuses_an_address_in_another_case(db):
    make_user(email="eve@exemple.example")
    other = User(email="EVE@exemple.example", first_name="Ève", last_name="Roy")
    other.set_password(PASSWORD)
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert list(refused.value.message_dict) == ["email"]


def test_name():
    assert str(User(email="eve@exemple.example", first_name="Ève", last_name="Roy")) == "Ève Roy"
    assert str(User(email="eve@exemple.example")) == "eve@exemple.example"


def test_an_administrator(db):
    root = User.objects.create_superuser("Root@Exemple.Example", PASSWORD, first_name="A", last_name="B")
    assert (root.email, root.is_staff, root.is_superuser) == ("root@exemple.example", True, True)
