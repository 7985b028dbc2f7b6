from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import signal_handlers  # noqa: F401


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our account's fields."""

    user_viewset = "accounts.viewsets.UserViewSet"
