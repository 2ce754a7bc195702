"""Everything under /api/v1/, with or without the slash at the end; whatever else is asked for gets its 404 in JSON."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from gallery.api.account.urls import urlpatterns as account_urls
from gallery.api.album_views import AlbumViewSet
from gallery.api.day_views import CalendarView
from gallery.api.errors import not_found
from gallery.api.exports import ExportViewSet
from gallery.api.notices import AppealView, NoticesReadView, NoticesView
from gallery.api.reports import ReportsView
from gallery.api.selection_views import SelectionView
from gallery.api.shares import ShareViewSet
from gallery.api.strips import StripView
from gallery.api.uploads import AnalysisView, UploadView
from gallery.api.views import PhotoViewSet

router = SimpleRouter()
router.trailing_slash = "/?"
router.register("photos", PhotoViewSet, basename="api_photo")
router.register("exports", ExportViewSet, basename="api_export")
router.register("shares", ShareViewSet, basename="api_share")
router.register("albums", AlbumViewSet, basename="api_album")

urlpatterns = [
    *router.urls,
    re_path("uploads/?$", UploadView.as_view(), name="api_uploads"),
    re_path("strips/png/?$", StripView.as_view(), name="api_strip"),
    re_path("analyses/?$", AnalysisView.as_view(), name="api_analyses"),
    re_path("^calendar/?$", CalendarView.as_view(), name="api_calendar"),
    re_path("^selection/?$", SelectionView.as_view(), name="api_selection"),
    re_path("^reports/?$", ReportsView.as_view(), name="api_reports"),
    re_path("^notices/?$", NoticesView.as_view(), name="api_notices"),
    re_path("^notices/read/?$", NoticesReadView.as_view(), name="api_notices_read"),
    re_path("^notices/(?P<uid>[^/.]+)/appeal/?$", AppealView.as_view(), name="api_appeal"),
    *account_urls,
    re_path("", not_found),
]
