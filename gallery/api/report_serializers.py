"""Reports, notices and appeals as JSON."""

from datetime import UTC

from rest_framework import serializers

from gallery.api.strict import StrictSerializer, TextField
from gallery.models import APPEAL_CHARS, REPORT_CHARS, Appeal, Notice, Report, ReportReason, Share
from gallery.notice_words import notice_text
from gallery.services import PASSWORD_CHARS


class ReportStartSerializer(StrictSerializer):
    """Which photo, through which link, and why."""

    link = TextField(max_length=Share.TOKEN_CHARS, help_text="The last part of the link's address.")
    photo = serializers.UUIDField()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    text = TextField(required=False, allow_blank=True, default="", max_length=REPORT_CHARS)
    email = serializers.EmailField(
        required=False, allow_blank=True, default="", max_length=254, help_text="For who is not signed in."
    )
    password = TextField(
        required=False, allow_blank=True, default="", trim_whitespace=False, max_length=PASSWORD_CHARS[1]
    )


class ReportSerializer(serializers.ModelSerializer[Report]):
    """What is told of a report, to who made it."""

    id = serializers.UUIDField(source="uid", read_only=True)
    created_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    closed_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)

    class Meta:
        model = Report
        fields = ("id", "reason", "state", "created_at", "closed_at")
        read_only_fields = fields


class AppealSerializer(serializers.ModelSerializer[Appeal]):
    """What one said against a hiding, and what came of it."""

    created_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    decided_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)

    class Meta:
        model = Appeal
        fields = ("text", "state", "created_at", "decided_at")
        read_only_fields = fields


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """What one was told. Which photo it is about is not said."""

    id = serializers.UUIDField(source="uid", read_only=True)
    text = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    read_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)
    appealable = serializers.BooleanField(read_only=True)
    appeal = AppealSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Notice
        fields = ("id", "kind", "text", "reason", "created_at", "read_at", "appealable", "appeal")
        read_only_fields = fields

    def get_text(self, notice: Notice) -> str:
        """In the language of who asks."""
        return notice_text(notice)


class AppealStartSerializer(StrictSerializer):
    """Why staff should look again."""

    text = TextField(max_length=APPEAL_CHARS)
