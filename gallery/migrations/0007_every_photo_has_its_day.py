from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0006_days_and_pieces'),
    ]

    operations = [
        migrations.AlterField(
            model_name='photo',
            name='taken_on',
            field=models.DateField(help_text='The day at the place where it was.', verbose_name='taken on'),
        ),
    ]
