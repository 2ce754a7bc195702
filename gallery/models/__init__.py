"""What the album keeps, one model a file."""

from gallery.models.album import NAME_CHARS, Album, Placement
from gallery.models.allowance import Allowance
from gallery.models.appeal import APPEAL_CHARS, Appeal, AppealState
from gallery.models.gone_capture import GoneCapture
from gallery.models.job import JOB_NAME_CHARS, Job, JobKind, JobState
from gallery.models.memo_gram import MemoGram
from gallery.models.notice import Notice, NoticeKind
from gallery.models.photo import EMOTION_CHOICES, EMOTION_LABELS, MEMO_CHARS, REASON_CHARS, Photo, Source
from gallery.models.report import NOTES_CHARS, REPORT_CHARS, UNSETTLED, Report, ReportReason, ReportState
from gallery.models.share import Share

__all__ = [
    "APPEAL_CHARS",
    "EMOTION_CHOICES",
    "EMOTION_LABELS",
    "JOB_NAME_CHARS",
    "MEMO_CHARS",
    "NAME_CHARS",
    "NOTES_CHARS",
    "REASON_CHARS",
    "REPORT_CHARS",
    "UNSETTLED",
    "Album",
    "Allowance",
    "Appeal",
    "AppealState",
    "GoneCapture",
    "Job",
    "JobKind",
    "JobState",
    "MemoGram",
    "Notice",
    "NoticeKind",
    "Photo",
    "Placement",
    "Report",
    "ReportReason",
    "ReportState",
    "Share",
    "Source",
]
