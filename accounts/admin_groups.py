"""Groups of rights, in a form that everybody can use."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group

admin.site.unregister(Group)


@admin.register(Group)
class GroupsAdmin(GroupAdmin):
    """Django's own with the plain list: the one with arrows can't be used by everybody."""

    filter_horizontal = ()
