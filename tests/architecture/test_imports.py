"""The order of the floors and the public files, as `lint-imports` sees them."""

import subprocess
import sys
import tomllib

from django.conf import settings

from tests.architecture.sources import ROOT, packages

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FLOORS = next(
    contract["layers"]
    for contract in CONFIG["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
)


def test_packages_import_downwards_and_only_public_files() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[done.stdout.find("Broken contracts") :] + done.stderr


def test_the_settings_and_the_linter_name_the_same_order() -> None:
    installed = [name.removeprefix("rostok.") for name in settings.ROSTOK_PACKAGES]
    assert {floor_of(name) for name in installed} == set(range(len(FLOORS)))
    assert installed == sorted(installed, key=floor_of)
    assert set(installed) == set(packages())


def floor_of(package: str) -> int:
    """0 is the top floor."""
    return next(index for index, floor in enumerate(FLOORS) if package in floor.split(" | "))
