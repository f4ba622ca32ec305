"""On PostgreSQL the database itself refuses two main employments of a person on one day.

SQLite has no exclusion constraints: there the service refuses, inside an immediate transaction.
"""

from typing import Any

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE staff_employment ADD CONSTRAINT staff_one_main_employment
EXCLUDE USING gist (person_id WITH =, daterange(start, "end") WITH &&) WHERE (kind = 'main');
"""
DROP = "ALTER TABLE staff_employment DROP CONSTRAINT staff_one_main_employment"


def add_constraint(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop_constraint(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(add_constraint, drop_constraint)]
