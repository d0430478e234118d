"""Addresses of the administration where the portal takes Wagtail's place; included before Wagtail's own."""

from django.urls import path

from accounts.views import PasswordResetConfirmView

urlpatterns = [
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
]
