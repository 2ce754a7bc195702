"""What the album keeps, one model a file."""

from gallery.models.album import NAME_CHARS, Album, Placement
from gallery.models.allowance import Allowance
from gallery.models.job import JOB_NAME_CHARS, Job, JobKind, JobState
from gallery.models.memo_gram import MemoGram
from gallery.models.photo import EMOTION_CHOICES, EMOTION_LABELS, MEMO_CHARS, REASON_CHARS, Photo, Source
from gallery.models.share import Share

__all__ = [
    "EMOTION_CHOICES",
    "EMOTION_LABELS",
    "JOB_NAME_CHARS",
    "MEMO_CHARS",
    "NAME_CHARS",
    "REASON_CHARS",
    "Album",
    "Allowance",
    "Job",
    "JobKind",
    "JobState",
    "MemoGram",
    "Photo",
    "Placement",
    "Share",
    "Source",
]
