"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from happythings.errors import not_found
from happythings.health import healthz, readyz
from happythings.installing import manifest, offline, service_worker
from happythings.trust import trust, trust_certificate

# allauth has addresses for telephone numbers, and answers with 500 where nobody has one.
_PHONE = ("account/phone", "auth/phone/verify", "auth/phone/verify/resend")

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("gallery.urls")),
    path("camera/", include("capture.urls")),
    path("accounts/", include("allauth.urls")),
    *(path(f"_allauth/app/v1/{phone}", not_found) for phone in _PHONE),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("gallery.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(permission_classes=[]), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", permission_classes=[]), name="api_docs"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("offline/", offline, name="offline"),
    path("trust/", trust, name="trust"),
    path("trust/happy-things.crt", trust_certificate, name="trust_certificate"),
]

handler400 = "happythings.errors.bad_request"
handler403 = "happythings.errors.forbidden"
handler404 = "happythings.errors.not_found"
handler429 = "happythings.errors.too_many_requests"
handler500 = "happythings.errors.server_error"
