"""The journal follows the tree: entries of a unit that was moved belong to the units now above."""

from django.db import connection

ADD = """
    INSERT INTO kernel_journalplace (entry_id, unit_id, own)
    SELECT DISTINCT place.entry_id, up.ancestor_id, FALSE
    FROM kernel_journalplace place
    JOIN orgs_orgclosure up ON up.descendant_id = place.unit_id
    WHERE place.own AND place.entry_id IN (
        SELECT entry_id FROM kernel_journalplace WHERE unit_id = %s
    ) AND NOT EXISTS (
        SELECT 1 FROM kernel_journalplace known
        WHERE known.entry_id = place.entry_id AND known.unit_id = up.ancestor_id
    )
"""
REMOVE = """
    DELETE FROM kernel_journalplace
    WHERE NOT own AND entry_id IN (
        SELECT entry_id FROM kernel_journalplace WHERE unit_id = %s
    ) AND NOT EXISTS (
        SELECT 1 FROM kernel_journalplace place
        JOIN orgs_orgclosure up ON up.descendant_id = place.unit_id
        WHERE place.own AND place.entry_id = kernel_journalplace.entry_id
        AND up.ancestor_id = kernel_journalplace.unit_id
    )
"""


OF_ALL = "SELECT entry_id FROM kernel_journalplace"
OF_UNIT = f"{OF_ALL} WHERE unit_id = %s"


def move_entries(unit: int | None) -> None:
    """After the closure of a unit (`None`: of all) has changed: entries belong to its new line."""
    for statement in (ADD, REMOVE):
        if unit is None:
            run(statement.replace(OF_UNIT, OF_ALL))
        else:
            run(statement, unit)


def run(statement: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
