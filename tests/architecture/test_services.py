"""Services: the actor first, the rest by name, and what is done stands in the journal."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.architecture.sources import (
    Function,
    name_of,
    packages,
    python_files,
    service_files,
    tree_of,
)

WRITES_JOURNAL = {"record", "save_row"}


def names_in(tree: ast.AST) -> set[str]:
    """Every name mentioned: functions called, handed on, or reached through a module."""
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute))
    return {node.id if isinstance(node, ast.Name) else node.attr for node in named}


def is_atomic(function: Function) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


@cache
def functions_of(package: str) -> dict[str, Function]:
    """The functions at the top of a package's services, by name."""
    return {
        node.name: node
        for path in service_files(package)
        for node in tree_of(path).body
        if isinstance(node, Function)
    }


@cache
def helpers_of(package: str) -> set[str]:
    """Functions of the services that the services themselves call."""
    return {
        name
        for function in functions_of(package).values()
        for name in names_in(function) - {function.name}
    } & set(functions_of(package))


@cache
def imported_services(package: str) -> set[str]:
    """Services of other packages that this one's services call: they write for themselves."""
    return {
        alias.asname or alias.name
        for path in service_files(package)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and "services" in (node.module or "").split(".")
        for alias in node.names
    } - set(functions_of(package))


@cache
def mentions() -> dict[str, set[Path]]:
    """Name → the files of ours that mention it."""
    found: dict[str, set[Path]] = defaultdict(set)
    for path in python_files():
        for name in names_in(tree_of(path)):
            found[name].add(path)
    return found


@cache
def called_from_outside(package: str) -> set[str]:
    """Functions of the services that anything else of ours mentions."""
    own = set(service_files(package))
    return {name for name in functions_of(package) if mentions()[name] - own}


def services_of(package: str) -> list[Function]:
    """What others call, and what nothing calls yet; a step that only services take is none."""
    steps = helpers_of(package) - called_from_outside(package)
    return [
        function
        for function in functions_of(package).values()
        if not function.name.startswith("_")
        and function.name not in steps
        and (is_atomic(function) or function.name not in helpers_of(package))
    ]


def writes_journal(package: str, function: Function, seen: frozenset[str] = frozenset()) -> bool:
    """Itself, or through what it calls in the same package's services."""
    names = names_in(function)
    if names & (WRITES_JOURNAL | imported_services(package)):
        return True
    ours = functions_of(package)
    return any(
        writes_journal(package, ours[name], seen | {function.name})
        for name in (names & set(ours)) - seen - {function.name}
    )


def is_written_for(package: str, function: Function) -> bool:
    """Whether a neighbour that calls it writes one entry for several calls."""
    return any(
        writes_journal(package, other, frozenset({function.name}))
        for other in functions_of(package).values()
        if other is not function and function.name in names_in(other)
    )


def every_service() -> list[tuple[str, Function]]:
    found = [(package, function) for package in packages() for function in services_of(package)]
    assert found
    return found


def test_a_service_takes_the_actor_first_and_the_rest_by_name() -> None:
    others = [
        f"{package}.{function.name}"
        for package, function in every_service()
        if not takes_the_actor_alone(function.args)
    ]
    assert not others


def takes_the_actor_alone(arguments: ast.arguments) -> bool:
    """By place; everything else is named."""
    placed = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    return placed == ["actor"] and arguments.vararg is None


def test_a_service_writes_the_journal() -> None:
    silent = [
        f"{package}.{function.name}"
        for package, function in every_service()
        if not (writes_journal(package, function) or is_written_for(package, function))
    ]
    assert not silent


def test_signals_are_not_used() -> None:
    """Bulk writes send none, so nothing may depend on them (docs/adr/0007)."""
    signals = {"receiver", "post_save", "pre_save", "post_delete"}
    found = [name_of(p) for p in python_files("src") if signals & names_in(tree_of(p))]
    assert found == []
