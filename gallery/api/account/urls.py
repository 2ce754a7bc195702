"""These addresses, under /api/v1/, with or without the slash at the end."""

from django.urls import re_path

from gallery.api.account.consents import ConsentsView, ConsentView
from gallery.api.account.devices import DevicesView, DeviceView
from gallery.api.account.me import KeepView, MeView
from gallery.api.account.preferences import PreferencesView

urlpatterns = [
    re_path("me/?$", MeView.as_view(), name="api_me"),
    re_path("me/keep/?$", KeepView.as_view(), name="api_me_keep"),
    re_path("preferences/?$", PreferencesView.as_view(), name="api_preferences"),
    re_path("consents/?$", ConsentsView.as_view(), name="api_consents"),
    re_path("consents/(?P<purpose>[^/.]+)/?$", ConsentView.as_view(), name="api_consent"),
    re_path("devices/?$", DevicesView.as_view(), name="api_devices"),
    re_path("devices/(?P<device>[^/.]+)/?$", DeviceView.as_view(), name="api_device"),
]
