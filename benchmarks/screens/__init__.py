"""Screenshots of every page. The tests' world knows the models by import, so Django is set up here."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
