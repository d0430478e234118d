"""Forms of the user administration: Wagtail's, with the preferred language."""

from wagtail.users.forms import UserCreationForm, UserEditForm


class PortalUserCreationForm(UserCreationForm):
    """Create an account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"preferred_language"}


class PortalUserEditForm(UserEditForm):
    """Change an account."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"preferred_language"}
