"""The product's settings with a data folder of their own, plain static names and quick password hashes."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="happythings-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DATA_DIR"] = _data
for _name in ("PORT", "SITE_URLS", "SECRET_KEY", "DEBUG", "TIME_ZONE", "EXPRESSION_WEIGHTS_DIR"):
    os.environ.pop(_name, None)

from happythings.settings import *  # noqa: E402, F403
from happythings.settings import STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
