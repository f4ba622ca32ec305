"""What no file may hold: a pack's key in code, a script in a template, the address of a machine."""

import ast
import re
from pathlib import Path

from tests.architecture.sources import ROOT, SRC, files, name_of, python_files, tree_of

PACK_KEYS = {path.parent.name for path in (ROOT / "packs").glob("*/clauses.yaml")}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
# Spelt with a class of one letter, so that this file does not hold what it looks for.
HOSTS = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.|js[d]elivr|un[p]kg")
MACHINE = re.compile(r"(?<![\w.<~])/(?:r[o]ot|w[o]rk|h[o]me|U[s]ers)/\w")
# `.git` is a file where the tree is a second one of a repository.
ON_TOP = (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name != ".git")
TEXTS = [*files(), *ON_TOP]


def is_demo(path: Path) -> bool:
    return "demo" in path.relative_to(SRC).parts or path.name == "demo.py"


def test_no_code_knows_a_pack_by_its_key() -> None:
    named = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("src")
        if not is_demo(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in PACK_KEYS
    ]
    assert named == []


def test_a_template_has_no_inline_style_or_script() -> None:
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in files(".html", ".svg", folders=("src",))
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_place_on_a_machine() -> None:
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in TEXTS
        if (text := text_of(path))
        for match in (*HOSTS.finditer(text), *MACHINE.finditer(text))
    ]
    assert found == []


def text_of(path: Path) -> str:
    """The text of a file; nothing of a picture or a workbook."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
