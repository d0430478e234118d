"""The gate of the administration."""

import pytest
from django.urls import reverse

from core import gate
from partners.models import PartnerApproval, PortalApproval
from tests.factories.moderation import as_stored, make_draft, submit
from tests.factories.partners import make_communications, make_member, make_working_partner


def somebody(_request, _kwargs):
    return True


def test_a_view_that_nobody_has_opened_has_no_rule():
    assert gate.rule_for("wagtailadmin_invented_tomorrow:edit") is None


def test_an_exact_name_goes_before_a_pattern(monkeypatch):
    def nobody(_request, _kwargs):
        return False

    monkeypatch.setattr(gate, "_rules", {"a:*": nobody, "a:b*": somebody, "a:bc": nobody})
    gate.rule_for.cache_clear()
    try:
        assert [gate.rule_for(name) for name in ("a:x", "a:bx", "a:bc")] == [nobody, somebody, nobody]
    finally:
        gate.rule_for.cache_clear()


def test_a_second_rule_for_a_name_is_an_error():
    name = next(iter(gate._rules))
    with pytest.raises(ValueError, match="Two rules"):
        gate.open_to(lambda _request, _kwargs: False, [name])


def test_a_refusal_in_a_view_of_wagtails_is_said(admin, tree):
    """Switching a task off would end the submissions that wait for it, and publish what nobody has approved."""
    partner = make_working_partner()
    editor = make_member(partner)
    make_communications()
    page = submit(make_draft(partner, editor), editor)
    task = PortalApproval.objects.get()
    response = admin.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]), follow=True)
    assert (response.status_code, as_stored(page).live) == (200, False)
    assert PortalApproval.objects.get().active is True
    assert PartnerApproval.objects.get().active is True
