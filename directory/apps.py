from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from . import menu, periodic_jobs, setup  # noqa: F401
        from .duplicates import jobs as duplicate_jobs  # noqa: F401
        from .exchange import periodic_jobs as import_jobs  # noqa: F401
        from .registers import jobs as register_jobs  # noqa: F401
        from .registers import system_checks  # noqa: F401
