"""Forms of pages and of common records: what is posted may point only at what its author may use.

Choosers show no more than that; a form posted by hand names whatever it likes.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.models import Page

from partners.access import references

if TYPE_CHECKING:
    from partners.access.references import Reference


class Posted(NamedTuple):
    """A reference in what was posted: which field of which form, and which block of a stream."""

    form: Any
    field: str
    block: int | None
    reference: "Reference"


class WithinReach(WagtailAdminModelForm):
    """Refuses what the person's choosers would not have shown, unless the record pointed at it already."""

    has_looked = False

    def is_valid(self) -> bool:
        """Look once the child forms are validated too."""
        valid = super().is_valid()
        if self.is_bound and not self.has_looked:
            self.has_looked = True
            self.refuse_what_is_beyond()
            valid = valid and super().is_valid()
        return valid

    def refuse_what_is_beyond(self) -> None:
        """Add an error to each field, and each block, that points too far."""
        from partners.access import reach  # noqa: PLC0415 -- stands on the models
        from partners.roles import is_staff  # noqa: PLC0415 -- stands on the models

        if self.for_user is None or is_staff(self.for_user):
            return
        posted = [
            Posted(item.form, item.field, item.block, counted)
            for item in _posted(self)
            if (counted := _counted(item.reference))
        ]
        refused = reach.beyond((item.reference for item in posted), self.for_user)
        if refused:
            refused -= {counted for known in self.known() if (counted := _counted(known))}
        blocks: dict[tuple[Any, str], dict[int, Any]] = {}
        for item in posted:
            if item.reference not in refused:
                continue
            words = reach.refusal(item.reference[0])
            if item.block is None:
                _say(item.form, item.field, words)
            else:
                blocks.setdefault((item.form, item.field), {})[item.block] = ValidationError(str(words))
        for (form, field), errors in blocks.items():
            form.add_error(field, StreamBlockValidationError(block_errors=errors))

    def known(self) -> Iterator["Reference"]:
        """What the record points at as it is saved, in its latest version."""
        if self.instance.pk is None:
            return
        saved = type(self.instance)._default_manager.get(pk=self.instance.pk)  # noqa: SLF001 -- Django documents it
        latest = saved.get_latest_revision_as_object() if isinstance(saved, Page) else saved
        yield from references.in_record(latest)


class PortalPageForm(WithinReach, WagtailAdminPageForm):
    """The form of what stands in a partner's part of the tree."""


class PartnerPageForm(PortalPageForm):
    """The form of a partner's page: only administrators say whose it is."""

    def clean(self) -> dict[str, Any]:
        """Refuse a page that would be nobody's."""
        cleaned = super().clean()
        if "partner" not in self.fields and not self.instance.partner_id:
            self.add_error(None, _("An administrator creates the partner; its page then comes by itself."))
        return cleaned


class ProposalForm(WithinReach):
    """The form of a person or a venue. Whoever is not of the staff proposes: name, and what one knows of it.

    The column that addresses use is filled from the name where the form does not ask for it.
    """

    staff_fields: ClassVar = ("is_confirmed",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave to staff what is theirs."""
        from partners.roles import is_staff  # noqa: PLC0415 -- stands on the models

        super().__init__(*args, **kwargs)
        self.key: str = self._meta.model.key_field
        self.is_proposal = self.for_user is not None and not is_staff(self.for_user)
        if self.is_proposal:
            for name in (self.key, *self.staff_fields):
                self.fields.pop(name, None)
        elif self.key in self.fields:
            self.fields[self.key].error_messages["unique"] = _("This is already taken: choose another one.")

    def clean(self) -> dict[str, Any]:
        """Fill what the form does not ask for; a proposal is not confirmed, whatever was posted."""
        cleaned = super().clean()
        is_new = self.instance.pk is None
        if self.is_proposal:
            self.instance.is_confirmed = False
            if is_new:
                self.instance.proposed_by = self.for_user
        name = cleaned.get("name")
        if not name:
            return cleaned
        if self.is_proposal and (is_new or "name" in self.changed_data):
            self._refuse_double(name)
        if self.key not in self.fields and (is_new or self.is_proposal):
            setattr(self.instance, self.key, self._free_key(name))
        return cleaned

    def _refuse_double(self, name: str) -> None:
        """Whoever proposes what is in the list has not seen it there."""
        from partners.access.reach import choosable  # noqa: PLC0415 -- stands on the models

        others = choosable(self._meta.model, self.for_user).exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            self.add_error(
                "name",
                _("“%(name)s” is in the list: choose it there. For another one, add what tells them apart.")
                % {"name": name},
            )

    def _free_key(self, name: str) -> str:
        """The name as addresses have it, with a number where it is taken."""
        field: Any = self._meta.model._meta.get_field(self.key)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)  # noqa: SLF001 -- Django documents it
        stem = slugify(name)[: field.max_length - 5].strip("-") or self._meta.model._meta.model_name
        taken = set(others.filter(**{f"{self.key}__startswith": stem}).values_list(self.key, flat=True))
        free, number = stem, 1
        while free in taken:
            number += 1
            free = f"{stem}-{number}"
        return free


def _posted(form: Any) -> Iterator[Posted]:
    """What a valid form and its child forms point at; what is to be removed does not count."""
    for name, value in form.cleaned_data.items():
        field = references.model_field(form._meta.model, name)
        if isinstance(value, StreamValue):
            for position, child in enumerate(value):
                for reference in references.in_block(child):
                    yield Posted(form, name, position, reference)
        elif field is not None:
            for reference in references.in_value(field, value):
                yield Posted(form, name, None, reference)
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            if hasattr(child, "cleaned_data") and not child.cleaned_data.get("DELETE"):
                yield from _posted(child)


def _counted(reference: "Reference") -> "Reference | None":
    """The reference under the model that has the limits, or nothing."""
    from partners.access.reach import kind_of  # noqa: PLC0415 -- stands on the models

    model: type[Model] | None = kind_of(reference[0])
    return (model, reference[1]) if model else None


def _say(form: Any, field: str, words: str | Promise) -> None:
    """Add an error once."""
    if words not in form.errors.get(field, []):
        form.add_error(field, words)
