#!/usr/bin/env python
"""Django's command line with the project's path roots."""

import os
import sys
from pathlib import Path

# `site` is a folder of packages, not a package: the standard library owns that name.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
