"""The front door, and everything about one's account that django-allauth has no page for."""

from django.urls import path

from accounts.views.account import account, home, privacy
from accounts.views.consent import consent, consent_take_back
from accounts.views.devices import device_sign_out, devices
from accounts.views.leaving import leave, leaving, leaving_keep
from accounts.views.preferences import preferences, set_language, smile_reset
from accounts.views.theme import set_theme

urlpatterns = [
    path("", home, name="home"),
    path("account/", account, name="account"),
    path("account/preferences/", preferences, name="preferences"),
    path("account/preferences/forget/", smile_reset, name="smile_reset"),
    path("account/delete/", leave, name="leave"),
    path("account/leaving/", leaving, name="leaving"),
    path("account/leaving/keep/", leaving_keep, name="leaving_keep"),
    path("accounts/sessions/", devices, name="usersessions_list"),
    path("accounts/sessions/<int:device>/end/", device_sign_out, name="device_sign_out"),
    path("consent/", consent, name="consent"),
    path("consent/take-back/", consent_take_back, name="consent_revoke"),
    path("consent/<slug:purpose>/", consent, name="consent_for"),
    path("consent/<slug:purpose>/take-back/", consent_take_back, name="consent_revoke_for"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("privacy/", privacy, name="privacy"),
    path("theme/", set_theme, name="set_theme"),
]
