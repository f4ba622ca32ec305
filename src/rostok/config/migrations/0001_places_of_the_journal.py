"""Entries written before the journal knew places: where their rows belong now, and words to search.

It stands at the composition, which alone knows every table.
"""

from django.db import migrations

from rostok.kernel.journal import sentence_of
from rostok.kernel.text import norm

CHUNK = 2000
OWN = """
    INSERT INTO kernel_journalplace (entry_id, unit_id, own)
    SELECT DISTINCT about.entry_id, {unit}, {true}
    FROM kernel_journalobject about {joins}
    WHERE about.ref_kind = '{kind}' AND {unit} IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM kernel_journalplace known
        WHERE known.entry_id = about.entry_id AND known.unit_id = {unit}
    )
"""
LINE = """
    INSERT INTO kernel_journalplace (entry_id, unit_id, own)
    SELECT DISTINCT place.entry_id, up.ancestor_id, FALSE
    FROM kernel_journalplace place
    JOIN orgs_orgclosure up ON up.descendant_id = place.unit_id
    WHERE place.own AND NOT EXISTS (
        SELECT 1 FROM kernel_journalplace known
        WHERE known.entry_id = place.entry_id AND known.unit_id = up.ancestor_id
    )
"""
BY_KIND = {
    "unit": ("JOIN orgs_orgunit unit ON unit.id = about.ref_id", "unit.id"),
    "system": ("JOIN orgs_system system ON system.id = about.ref_id", "system.root_id"),
    "vacancy": ("JOIN staff_vacancy vacancy ON vacancy.id = about.ref_id", "vacancy.organisation_id"),
    "employment": ("JOIN staff_employment work ON work.id = about.ref_id", "work.organisation_id"),
    "person": ("JOIN staff_employment work ON work.person_id = about.ref_id AND {current}", "work.organisation_id"),
    "user": (
        "JOIN accounts_user one ON one.id = about.ref_id"
        " LEFT JOIN staff_employment work ON work.person_id = one.person_id AND {current}",
        "COALESCE(work.organisation_id, one.home_id)",
    ),
}
CURRENT = "(work.{end} IS NULL OR work.{end} > CURRENT_DATE)"


def fill(apps, editor):
    fill_places(editor.connection)
    fill_words(apps.get_model("kernel", "JournalEntry"))


def fill_places(connection):
    quoted = connection.ops.quote_name
    current = CURRENT.format(end=quoted("end"))
    with connection.cursor() as cursor:
        for kind, (joins, unit) in BY_KIND.items():
            joins = joins.format(current=current)
            cursor.execute(OWN.format(kind=kind, joins=joins, unit=unit, true="TRUE"))
        cursor.execute(LINE)


def fill_words(entries):
    """The sentence and who acted, as new entries have them."""
    last = 0
    while chunk := list(entries.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for entry in chunk:
            entry.actor_norm = norm(entry.actor_title)[:200]
            entry.norm = norm(sentence_of(entry))
        entries.objects.bulk_update(chunk, ["actor_norm", "norm"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_initial"),
        ("kernel", "0004_journal_timeline"),
        ("orgs", "0001_initial"),
        ("staff", "0001_initial"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
