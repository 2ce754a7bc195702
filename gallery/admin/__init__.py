"""What staff see and do in the admin site, one model a file."""

from gallery.admin.albums import AlbumAdmin
from gallery.admin.allowances import AllowanceAdmin
from gallery.admin.appeals import AppealAdmin
from gallery.admin.jobs import JobAdmin
from gallery.admin.people import PersonAdmin
from gallery.admin.photos import PhotoAdmin
from gallery.admin.reports import ReportAdmin
from gallery.admin.shares import ShareAdmin

__all__ = [
    "AlbumAdmin",
    "AllowanceAdmin",
    "AppealAdmin",
    "JobAdmin",
    "PersonAdmin",
    "PhotoAdmin",
    "ReportAdmin",
    "ShareAdmin",
]
