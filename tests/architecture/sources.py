"""The files of the repository as the architecture tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "rostok"
FOLDERS = (".ci", "bench", "docs", "packs", "requirements", "src", "tests")
SKIPPED = {"__pycache__", "node_modules"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*suffixes: str, folders: tuple[str, ...] = FOLDERS) -> list[Path]:
    """The kept files with one of the suffixes (all when none is named), in a stable order."""
    found = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not SKIPPED & set(path.parts) and not path.match("*.egg-info/*")
    ]
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def python_files(*folders: str) -> list[Path]:
    """Python files outside migrations."""
    found = files(".py", folders=folders or ("src", "tests", "bench"))
    return [path for path in found if path.parent.name != "migrations"]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    """`src/rostok/orgs/models/units.py` → `orgs`."""
    return path.relative_to(SRC).parts[0]


def functions_in(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def service_files(package: str) -> list[Path]:
    """The `services` of a package: a file, or a folder of that name that it grew into."""
    single, folder = SRC / package / "services.py", SRC / package / "services"
    return ([single] if single.exists() else []) + sorted(folder.glob("*.py"))


def packages() -> list[str]:
    return sorted(path.parent.name for path in SRC.glob("*/__init__.py"))
