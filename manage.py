#!/usr/bin/env python3
"""Runs a management command from a checkout."""

import os
import sys
from pathlib import Path

# After the first entry, so that `import platform` stays the standard library's.
sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
