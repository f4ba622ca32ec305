from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat


def fill(apps, schema_editor):
    """What ended with its action was known by its words alone: those of the act or the version."""
    rows = apps.get_model('roadmaps', 'Occurrence').objects.filter(
        state='cancelled', action__ended_on__isnull=False
    )
    ground = F('action__ended_ground')
    of_action = models.Q(comment=ground) | models.Q(comment=Concat(Value('Отменено: '), ground))
    found = rows.filter(of_action).values_list('pk', flat=True)
    held = list(found)
    for start in range(0, len(held), 500):
        rows.filter(pk__in=held[start : start + 500]).update(cancelled_with_action=True)


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0005_cancelled_on_a_day'),
    ]

    operations = [
        migrations.AddField(
            model_name='occurrence',
            name='cancelled_with_action',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
