"""The front door, and what one agrees to."""

from django.urls import path

from accounts.views import account, consent, consent_take_back, home, preferences, privacy, smile_reset

urlpatterns = [
    path("", home, name="home"),
    path("account/", account, name="account"),
    path("account/preferences/", preferences, name="preferences"),
    path("account/preferences/forget/", smile_reset, name="smile_reset"),
    path("consent/", consent, name="consent"),
    path("consent/take-back/", consent_take_back, name="consent_revoke"),
    path("privacy/", privacy, name="privacy"),
]
