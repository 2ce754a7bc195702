"""The admin site, whose sign-in is the site's own: the same limits on wrong passwords hold there."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class HappyAdminSite(AdminSite):
    """Does not exist for people who are signed in without being staff."""

    site_title = site_header = _("Happy Things administration")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Called for everyone who may not be here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        response: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With the figures that whoever asks may see."""
        from happythings.dashboard import dashboard  # noqa: PLC0415 - the admin site is made before the models are

        return super().index(request, {**dashboard(request), **(extra_context or {})})
