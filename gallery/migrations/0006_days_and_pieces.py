"""Gives photos from before their day, and brings their memos into the search."""

from zoneinfo import ZoneInfo

from django.db import migrations

from gallery.memo_search import folded, grams

BATCH = 500


def fill(apps, schema_editor):
    photos = apps.get_model("gallery", "Photo").objects.using(schema_editor.connection.alias)
    grams_of = apps.get_model("gallery", "MemoGram")
    last = 0
    while batch := list(photos.filter(id__gt=last).order_by("id")[:BATCH]):
        last = batch[-1].id
        for photo in batch:
            photo.taken_on = photo.taken_at.astimezone(ZoneInfo(photo.time_zone)).date()
            photo.memo_folded = folded(photo.memo)
        photos.bulk_update(batch, ["taken_on", "memo_folded"], batch_size=100)
        grams_of.objects.using(schema_editor.connection.alias).bulk_create(
            [
                grams_of(owner_id=photo.owner_id, gram=gram, taken_on=photo.taken_on, photo_id=photo.id)
                for photo in batch
                for gram in grams(photo.memo_folded)
            ],
            batch_size=200,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0005_albums'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
