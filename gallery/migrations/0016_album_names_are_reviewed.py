from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0015_deleted_photos_are_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='album',
            name='reviewed_name',
            field=models.CharField(blank=True, default='', editable=False, max_length=80, verbose_name='name as reviewed'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('hidden_at__isnull', False)), fields=['owner'], name='photo_hidden'),
        ),
    ]
