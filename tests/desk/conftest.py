import pytest

from tests.factories.accounts import make_administrator
from tests.factories.partners import make_communications, make_member, make_working_partner


@pytest.fixture
def crim(tree):
    return make_working_partner("CRIM")


@pytest.fixture
def people(crim):
    class People:
        editor = make_member(crim, "editor", first_name="Édith", last_name="Roy", preferred_language="en")
        lead = make_member(crim, "lead", first_name="Léa", last_name="Morin", preferred_language="en")
        communications = make_communications(first_name="Camille", last_name="Dubé", preferred_language="en")
        administrator = make_administrator(first_name="Ada", last_name="Min", preferred_language="en")

    return People
