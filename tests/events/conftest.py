from tests.factories.partners import make_partner, make_partner_page
from tests.standing import stands


@stands
def partner_page(tree):
    """Return the French page of a partner, below which its events stand."""
    return make_partner_page(tree.fr, make_partner("Un organisme"))
