from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("speculoos", "0006_gate")]

    operations = [
        migrations.AddField(
            model_name="servicerow",
            name="hosts",
            field=models.JSONField(blank=True, default=list, verbose_name="hosts"),
        ),
    ]
