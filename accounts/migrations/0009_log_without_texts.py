"""What the admin site's log said before it kept to ids and fixed words: names, networks and reasons go."""

from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Left

FIXED = ("Hidden", "Made visible again", "Reviewed", "Deleted", "Stays hidden", "Resolved", "Dismissed")


def blank(apps: Any, _schema_editor: Any) -> None:
    log = apps.get_model("admin", "LogEntry").objects
    log.update(object_repr=Left(Coalesce(F("object_id"), Value("")), 200))
    for word in FIXED:
        log.filter(change_message__startswith=f"{word}:").update(change_message=word)
    log.exclude(change_message__in=FIXED).update(change_message="")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_trust"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [migrations.RunPython(blank, migrations.RunPython.noop)]
