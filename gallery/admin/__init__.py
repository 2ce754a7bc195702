"""What staff see and do in the admin site, one model a file."""

from gallery.admin.allowances import AllowanceAdmin
from gallery.admin.photos import PhotoAdmin

__all__ = ["AllowanceAdmin", "PhotoAdmin"]
