"""All measurements one after another, each in a process of its own: what `make bench` runs.

    python -m bench [indicators journal …]

Says at the end which went past a limit. `BENCH_BUSY=1` counts the time of the processor.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MARK = 'if __name__ == "__main__":'
SHORTER = {"killed_imports": ("--rounds", "40")}


def main() -> None:
    known = programs()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(known))
    wanted = parser.parse_args().names or known
    if unknown := sorted(set(wanted) - set(known)):
        parser.error(f"нет такого замера: {', '.join(unknown)}; есть {', '.join(known)}")
    failed = [name for name in wanted if not passes(name)]
    sys.exit(f"\nЗа пределом или не прошли: {', '.join(failed)}" if failed else 0)


def programs() -> list[str]:
    files = sorted(file for file in HERE.glob("*.py") if file.stem != "__main__")
    return [file.stem for file in files if MARK in file.read_text()]


def passes(name: str) -> bool:
    command = [sys.executable, str(HERE / f"{name}.py"), *SHORTER.get(name, ())]
    print(f"\n== {name}", flush=True)
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    main()
