"""An address stands in one unsettled report of a photo, in small letters."""

from typing import Any

from django.db import migrations, models

UNSETTLED = models.Q(state__in=("open", "looking"))


def unite(apps: Any, _schema_editor: Any) -> None:
    reports = apps.get_model("gallery", "Report").objects
    seen = set()
    for pk, photo, email in list(reports.filter(UNSETTLED).exclude(email="").order_by("pk").values_list("pk", "photo", "email")):
        known = (photo, email.lower())
        reports.filter(pk=pk).update(email="" if known in seen else email.lower())
        seen.add(known)


class Migration(migrations.Migration):
    dependencies = [("gallery", "0013_checksum")]

    operations = [
        migrations.RunPython(unite, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=UNSETTLED & ~models.Q(email=""), fields=("photo", "email"), name="report_once_for_one_address"
            ),
        ),
    ]
