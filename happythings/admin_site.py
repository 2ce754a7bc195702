"""The admin site, whose sign-in is the site's own: the same limits on wrong passwords and the same second step."""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_audit import AuditedAdmin
from accounts.admin_lookups import DeclaredLookupsAdmin
from accounts.models import User
from accounts.second_factor import second_step_page, second_step_set_up, second_step_taken


class HappyAdminSite(AdminSite):
    """Does not exist for people who are signed in without being staff."""

    site_title = site_header = gettext_lazy("Happy Things administration")

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

    def password_change(self, _request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> Any:
        """The site's own page: it asks for today's password, tells by mail and is limited."""
        return redirect("account_change_password")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Around every page: a 404 for people who are no staff; and where staff need a second step, whoever has none is
        led to where it is set up, and a session that was opened without it to where it is taken.
        """
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            led = None if view == self.logout else self._to_second_step(request)
            return led or inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def register(
        self,
        model_or_iterable: type[Any] | Iterable[type[Any]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Whatever is registered has its changes in the audit trail, and tells nothing by filters it has not."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        plain = admin_class or ModelAdmin
        super().register(models, type(plain.__name__, (AuditedAdmin, DeclaredLookupsAdmin, plain), {}), **options)

    def _to_second_step(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not (settings.STAFF_NEEDS_2FA and self.has_permission(request) and isinstance(user, User)):
            return None
        if not second_step_set_up(user):
            messages.warning(request, _("Staff need a second step here. Set one up, then go to the admin site again."))
            return redirect("mfa_index")
        return None if second_step_taken(request, user) else redirect(second_step_page(request, user))
