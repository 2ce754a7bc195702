"""The admin site: for staff, with the permissions they have. It is not there for anybody else who is signed in; nobody
is led to the sign-in."""

from typing import Final

from tests.matrix.row import Row, row

_OTHERS: Final = "302 404 404 302"
_STAFF: Final = f"{_OTHERS} 200"
_CLOSED: Final = f"{_OTHERS} 403"
_ELSEWHERE: Final = f"{_OTHERS} 302"
_NOTHING: Final = f"{_OTHERS} 404"


def closed(model: str, pk: str = "1") -> dict[str, Row]:
    """The admin's pages of a model that this staff has no permission for."""
    history = _CLOSED if "{" in pk else _ELSEWHERE
    pages = {"": _CLOSED, "add/": _CLOSED, "<path:object_id>/": _ELSEWHERE, "<path:object_id>/history/": history}
    pages |= {f"<path:object_id>/{page}/": _CLOSED for page in ("delete", "change")}
    return {
        f"admin/{model}/{page}": row(f"/admin/{model}/{page.replace('<path:object_id>', pk)}", GET=status, POST=status)
        for page, status in pages.items()
    }


def _page(path: str, **answers: str) -> dict[str, Row]:
    return {f"admin/{path}": row(f"/admin/{path}", body=None, **answers)}


_USER: Final = "accounts/user/<path:object_id>"
_PHOTO: Final = "gallery/photo/<path:object_id>"

ROWS: Final[dict[str, Row]] = {
    **_page("", GET=_STAFF),
    **_page("login/", GET="302 404 404 302 302", HEAD="302 404 404 302 200", POST="302 404 404 302 200"),
    **_page("logout/", POST=_STAFF),
    **_page("password_change/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    **_page("password_change/done/", GET=_STAFF),
    **_page("autocomplete/", GET=_CLOSED),
    **_page("jsi18n/", GET=_STAFF),
    "admin/r/<path:content_type_id>/<path:object_id>/": row("/admin/r/1/1/", GET=_NOTHING),
    "admin/(?P<app_label>)/$": row("/admin/gallery/", GET=_STAFF),
    "admin/(?P<url>.*)$": row("/admin/nothing/", GET=_NOTHING),
    **closed("auth/group", "987654321"),
    **closed("account/emailaddress"),
    **closed("usersessions/usersession", "987654321"),
    **closed("accounts/user", "{user_pk}"),
    "admin/accounts/user/<id>/password/": row("/admin/accounts/user/{user_pk}/password/", GET=_CLOSED, POST=_CLOSED),
    **closed("accounts/auditentry", "987654321"),
    **_page("accounts/auditentry/trail.csv", GET=_CLOSED),
    **closed("accounts/consent"),
    **closed("gallery/allowance"),
    **closed("gallery/album", "{album_pk}"),
    **closed("gallery/share", "{share_pk}"),
    **closed("gallery/job", "{job_pk}"),
    **closed("gallery/report", "{report_pk}"),
    **closed("gallery/appeal", "{appeal_pk}"),
    "admin/gallery/job/<uuid:uid>/file": row("/admin/gallery/job/{job}/file", GET=_CLOSED),
    **_page("gallery/photo/", GET=_STAFF),
    **_page("gallery/photo/add/", GET=_CLOSED, POST=_CLOSED),
    f"admin/{_PHOTO}/": row("/admin/gallery/photo/{photo_pk}/", GET=_ELSEWHERE),
    f"admin/{_PHOTO}/change/": row("/admin/gallery/photo/{photo_pk}/change/", GET=_STAFF),
    f"admin/{_PHOTO}/history/": row("/admin/gallery/photo/{photo_pk}/history/", GET=_STAFF),
    f"admin/{_PHOTO}/delete/": row("/admin/gallery/photo/{photo_pk}/delete/", GET=_CLOSED, POST=_CLOSED),
    "admin/gallery/photo/<uuid:uid>/photo.jpg": row("/admin/gallery/photo/{photo}/photo.jpg", GET=_STAFF),
    "admin/gallery/photo/<uuid:uid>/blurred.jpg": row("/admin/gallery/photo/{photo}/blurred.jpg", GET=_STAFF),
    "admin/gallery/photo/<uuid:uid>/thumbnail.jpg": row("/admin/gallery/photo/{photo}/thumbnail.jpg", GET=_STAFF),
}
