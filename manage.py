#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

if __name__ == "__main__":
    os.umask(0o077)  # database, photos and keys are for the server's own account
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happythings.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
