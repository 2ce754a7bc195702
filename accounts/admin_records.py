"""What the admin's pages share: who asks, lists that nothing can be changed in, and the columns they have in common."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User

_M = TypeVar("_M", bound=Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
else:

    class ModelAdmin(admin.ModelAdmin):
        """Django's own, which takes brackets for the type checker alone."""

        def __class_getitem__(cls, _model: Any) -> type:
            return cls


def staff_of(request: HttpRequest) -> User:
    """Who asks; the admin site lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def person_link(person: User) -> str:
    """A person's name, which leads to their page."""
    page = reverse("admin:accounts_user_change", args=[person.pk])
    return format_html('<a href="{}">{}</a>', page, person.username)


class RecordAdmin(ModelAdmin[_M]):
    """Rows that people or the server made: staff look at them and use the actions; no form changes one."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody writes one by hand."""
        return False

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """People's addresses are for whoever may see people: a search tells one letter by letter."""
        fields = [str(field) for field in super().get_search_fields(request)]
        return fields if request.user.has_perm("accounts.view_user") else [f for f in fields if not f.endswith("email")]

    def get_readonly_fields(self, _request: HttpRequest, _obj: _M | None = None) -> list[str]:
        """All that are shown."""
        return [name for row in self.fields or () for name in ([row] if isinstance(row, str) else row)]
