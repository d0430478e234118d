from tests.factories.partners import make_partner_page


def test_a_partner_s_page_is_taken_down_as_any_other(tree):
    """Wagtail asks a page for its `aliases`, which are not the partner's other names."""
    page = make_partner_page(tree.fr)
    page.unpublish()
    page.refresh_from_db()
    assert not page.live
