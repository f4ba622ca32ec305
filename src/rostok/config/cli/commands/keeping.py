"""Copies of the whole installation, and the way back."""

import sys
from argparse import Namespace
from pathlib import Path

from django.template.defaultfilters import filesizeformat

from rostok.config.backup import check_archive, make_backup, restore_backup
from rostok.config.backup.archive import summary
from rostok.config.cli.commands.running import show_progress
from rostok.config.cli.output import Answer
from rostok.kernel.access import installation

WORD = "заменить"
QUESTION = f"Данные этой установки будут заменены копией. Введите слово «{WORD}»: "


def run_backup(options: Namespace) -> Answer:
    made = make_backup(
        installation(),
        to=Path(options.to) if options.to else None,
        keep=options.keep,
        progress=show_progress,
    )
    row = {"file": str(made.path), "size": made.size, **summary(made.manifest)}
    lines = [
        f"Копия сделана: {made.path} ({filesizeformat(made.size)}).",
        f"Строк: {made.manifest.rows}, файлов: {len(made.manifest.files)}.",
        "В ней персональные данные и ключи: храните её так же строго, как саму базу.",
    ]
    lines += [f"Удалена старая: {path}" for path in made.removed]
    return Answer([row], lines=lines, extra={"removed": [str(path) for path in made.removed]})


def run_restore(options: Namespace) -> Answer:
    path = Path(options.file)
    if options.check:
        manifest = check_archive(path, progress=show_progress)
        lines = [f"Копия целая, восстановить её можно. Сделана {moment(manifest.made_at)}."]
        return Answer([{"file": str(path), **summary(manifest)}], lines=lines)
    done = restore_backup(
        installation(),
        path=path,
        replace=options.replace,
        confirm=confirmed,
        progress=show_progress,
    )
    lines = [f"Восстановлено из копии от {moment(done.manifest.made_at)}. Запустите: rostok serve"]
    if done.former:
        lines.append(f"Прежнее лежит в {done.former}. Проверьте сайт и удалите эту папку.")
    extra = {"former": str(done.former) if done.former else None}
    return Answer([{"file": str(path), **summary(done.manifest)}], lines=lines, extra=extra)


def moment(at: object) -> str:
    return f"{at.astimezone():%d.%m.%Y %H:%M}"  # type: ignore[attr-defined] # a datetime


def confirmed() -> bool:
    """The word itself, typed by a person or given to the input."""
    sys.stderr.write(QUESTION)
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() == WORD
