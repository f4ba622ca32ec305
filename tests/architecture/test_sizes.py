"""Files and functions stay small enough to be read at once."""

import ast

from tests.architecture.sources import Function, functions_in, name_of, python_files, tree_of

FILE_LIMIT = 400
FUNCTION_LIMIT = 60


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_file_is_longer_than_the_limit() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()
    }
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LIMIT} == {}


def test_no_function_is_longer_than_the_limit() -> None:
    lengths = {
        f"{name_of(path)}: {function.name}": length(function)
        for path in python_files()
        for function in functions_in(tree_of(path))
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LIMIT} == {}


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("src")
        for function in functions_in(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []
