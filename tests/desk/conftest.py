from types import SimpleNamespace

from tests.factories.accounts import make_administrator
from tests.factories.partners import make_communications, make_member
from tests.standing import stands


@stands
def people(crim):
    return SimpleNamespace(
        editor=make_member(crim, "editor", first_name="Édith", last_name="Roy", preferred_language="en"),
        lead=make_member(crim, "lead", first_name="Léa", last_name="Morin", preferred_language="en"),
        communications=make_communications(first_name="Camille", last_name="Dubé", preferred_language="en"),
        administrator=make_administrator(first_name="Ada", last_name="Min", preferred_language="en"),
    )
