"""Owners of photos that were hidden before there were notices are told now, and may appeal. No mail is sent."""

from typing import Any

from django.db import migrations
from django.db.models import Count


def tell(apps: Any, _schema_editor: Any) -> None:
    photo, notice, user = (apps.get_model(*name) for name in (("gallery", "Photo"), ("gallery", "Notice"), ("accounts", "User")))
    hidden = photo.objects.filter(hidden_at__isnull=False)
    notice.objects.bulk_create(
        (
            notice(user_id=owner, photo_id=pk, kind="photo_hidden", reason=reason, created_at=when)
            for pk, owner, reason, when in hidden.values_list("pk", "owner_id", "hidden_reason", "hidden_at")
        ),
        batch_size=500,
    )
    for owner, count in hidden.values_list("owner").annotate(count=Count("pk")).order_by():
        user.objects.filter(pk=owner).update(unread_notices=count)


class Migration(migrations.Migration):
    dependencies = [("gallery", "0011_reports"), ("accounts", "0008_trust")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
