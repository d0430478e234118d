"""What the accounts add to Wagtail's administration."""

from wagtail import hooks

from accounts import mail_views


@hooks.register("register_admin_viewset")
def register_mails() -> mail_views.MailsViewSet:
    """Register the list of mails."""
    return mail_views.MailsViewSet()


hooks.register("register_permissions", mail_views.permissions)
