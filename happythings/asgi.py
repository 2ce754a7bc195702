"""The server's two doors: HTTP to Django, sockets to the camera after their origin and host were checked."""

import os

os.umask(0o077)  # as in manage.py, for a server that starts here
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happythings.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import CookieMiddleware
from django.core.asgi import get_asgi_application

# Before the imports below: they need the apps to be loaded.
http = get_asgi_application()

from django.urls import path, re_path

from capture.consumer import CameraConsumer, NoSuchEndpoint
from happythings.origins import OriginGuard

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": OriginGuard(
            CookieMiddleware(
                URLRouter([path("ws/camera/", CameraConsumer.as_asgi()), re_path(r"", NoSuchEndpoint.as_asgi())])
            )
        ),
    }
)
