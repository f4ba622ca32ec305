"""Which migrations a database has, and the tables as they stood then."""

from collections.abc import Iterable, Mapping

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from rostok.kernel.errors import RuleViolation

Key = tuple[str, str]
State = Mapping[str, Iterable[str]]


def applied_here() -> dict[str, list[str]]:
    """The migrations of this database. Refused: some are unknown to the program."""
    loader = MigrationLoader(connection)
    found: dict[str, list[str]] = {}
    for app, name in sorted(loader.applied_migrations):
        found.setdefault(app, []).append(name)
    if unknown_to(loader, found):
        raise RuleViolation(
            "База данных новее программы. Обновите программу и повторите: rostok backup."
        )
    return found


def unknown_to(loader: MigrationLoader, state: State) -> list[Key]:
    """Migrations that the program does not have; applications it has dropped do not count."""
    known_apps = {app for app, _ in loader.graph.nodes}
    keys = ((app, name) for app, names in state.items() for name in names)
    return [key for key in keys if key[0] in known_apps and key not in loader.graph.nodes]


def targets_of(loader: MigrationLoader, state: State) -> list[Key]:
    """The last migration of each application."""
    keys = {(app, name) for app, names in state.items() for name in names}
    nodes = keys & set(loader.graph.nodes)
    followed = {
        parent.key
        for key in nodes
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(nodes - followed)


def tables_at(state: State) -> list[type[models.Model]]:
    """Every table as of the migrations, many-to-many ones too, in a stable order."""
    executor = MigrationExecutor(connection)
    project = executor.loader.project_state(targets_of(executor.loader, state))
    found = project.apps.get_models(include_auto_created=True)
    own = [one for one in found if one._meta.managed and not one._meta.proxy]
    return sorted(own, key=lambda model: model._meta.db_table)


def is_up_to_date() -> bool:
    """Whether the tables are those of this program; if not, its models cannot be written."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate_to(state: State | None = None) -> None:
    """Bring the tables to the state, or to the newest one.

    On PostgreSQL all of it is one transaction, where checks put off to the end would be in the way
    of the next migration: they are made after each.
    """
    executor = MigrationExecutor(connection, settle_after)
    loader = executor.loader
    executor.migrate(loader.graph.leaf_nodes() if state is None else targets_of(loader, state))


def settle_after(action: str, *_about: object) -> None:
    if action == "apply_success":
        settle()


def settle() -> None:
    """Make the checks that stand until the end of the transaction now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def columns_of(model: type[models.Model]) -> list[str]:
    """The names of its columns in the order of its fields."""
    return [str(field.column) for field in model._meta.local_concrete_fields]
