"""A job's ZIP as a response. Whoever calls has already fetched the job through the owner-first selectors."""

import re
import time
from collections.abc import Iterator
from typing import Final

from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from gallery import selectors
from gallery.archive import folder
from gallery.archive.selection import SelectionZip
from gallery.archive.stream import Pieces, read_range, stream
from gallery.models import Job, JobKind
from gallery.services import claims
from gallery.services.claims import Claim, JobLostError

_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})", re.ASCII)


def send(request: HttpRequest, job: Job) -> HttpResponseBase:
    """The ZIP: a selection is made while it goes out, everything else lies there and may be fetched in parts.

    Raises Http404 when there is nothing to fetch (yet), or not any more.
    """
    if not job.fetchable:
        raise Http404
    response = _send_selection(job) if job.kind == JobKind.SELECTION else _send_file(request, job)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=file_name(job)))
    for name, value in _HEADERS.items():
        response[name] = value
    if request.method == "GET":
        audit(AuditAction.EXPORT_FETCHED, thing=job, request=request, kind=job.kind, status=response.status_code)
    return response


def file_name(job: Job) -> str:
    """Under which name it is saved."""
    return f"{job.name or 'happy-things'}-{job.created_at:%Y-%m-%d}.zip"


def _send_selection(job: Job) -> HttpResponseBase:
    photos = selectors.chosen_to_name(job.owner, selectors.job_photos(job))
    if not photos:
        raise Http404
    archive = SelectionZip(photos)
    progress = _Progress(job, archive)
    response = StreamingHttpResponse(stream(Pieces(progress.watch(), progress.ended)), content_type="application/zip")
    response["Content-Length"] = str(archive.size)
    response["Accept-Ranges"] = "none"
    return response


def _send_file(request: HttpRequest, job: Job) -> HttpResponseBase:
    path = folder.path_of(job.uid)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Http404 from error
    etag = f'"{job.uid}"'
    span = wanted_range(request, size, etag)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, length = span
    pieces = Pieces(_while_it_stands(job, read_range(path, first, length)), lambda _whole: close_old_connections())
    response = StreamingHttpResponse(stream(pieces), content_type="application/zip")
    if length < size:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{first + length - 1}/{size}"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _while_it_stands(job: Job, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """`pieces`, with a look once a second whether the export is still there: what staff hide goes out no further.
    Raises JobLostError. One whose time is over meanwhile may end.
    """
    close_old_connections()  # this thread's, from an earlier download
    following = 0.0
    for piece in pieces:
        if time.monotonic() >= following and timezone.now() < job.expires_at:
            following = time.monotonic() + claims.BEAT_S
            if not Job.objects.filter(pk=job.pk).exists():
                raise JobLostError
        yield piece


def wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First byte and how many, by RFC 9110; the whole where no single range is asked for, or of another file; None
    when the file ends before."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", etag) != etag:
        return 0, size
    first, last = int(found[1]), int(found[2] or size - 1)
    if last < first:
        return (0, size) if found[2] else None
    return (first, min(last, size - 1) - first + 1) if first < size else None


class _Progress:
    """Tells the job's row how far a selection is, once a second. A download ends when the row was deleted or somebody
    fetches it once more: so one person has a few on their way, however often they ask.
    """

    def __init__(self, job: Job, archive: SelectionZip) -> None:
        self._claim: Claim | None = None
        self._job = job
        self._archive = archive
        self._next = 0.0

    def watch(self) -> Iterator[bytes]:
        """The archive's bytes. Raises JobLostError: what went out is no whole ZIP, and the client has to see that."""
        self._claim = claims.selection_begin(job=self._job)
        for piece in self._archive.pieces():
            if time.monotonic() >= self._next:
                self._next = time.monotonic() + claims.BEAT_S
                claims.job_beat(claim=self._claim, done=self._archive.done, total=self._job.total)
            yield piece

    def ended(self, whole: bool) -> None:  # noqa: FBT001 - what `Pieces` calls
        """Everything went out, or the client has gone."""
        if self._claim:
            claims.selection_end(claim=self._claim, whole=whole)
        close_old_connections()
