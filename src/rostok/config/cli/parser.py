"""The words of the command line."""

import argparse
from argparse import ArgumentParser
from datetime import date
from typing import Any, NoReturn

USAGE = 2
LEVELS = ("municipality", "organisation")
SIZES = ("small", "full")
PHRASES = {
    "the following arguments are required:": "не хватает:",
    "unrecognized arguments:": "лишнее:",
    "invalid choice:": "такого значения нет:",
    "choose from": "есть",
    "expected one argument": "нужно значение",
    "invalid int value:": "нужно целое число, а не",
    "argument ": "",
}
HELP = {
    "usage:": "вызов:",
    "positional arguments:": "что назвать:",
    "options:": "ключи:",
    "show this help message and exit": "показать эту справку",
}
FIRST_YEAR, LAST_YEAR = 1990, 2100
LAST_PORT = 65535


class Parser(ArgumentParser):
    """Helps and refuses in Russian, the latter with exit code 2."""

    def format_usage(self) -> str:
        return in_russian(super().format_usage())

    def format_help(self) -> str:
        return in_russian(super().format_help())

    def error(self, message: str) -> NoReturn:
        for english, russian in PHRASES.items():
            message = message.replace(english, russian)
        self.print_usage()
        self.exit(USAGE, f"{self.prog}: {message}\n")


def in_russian(text: str) -> str:
    for english, russian in HELP.items():
        text = text.replace(english, russian)
    return text


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» — не дата, нужна ГГГГ-ММ-ДД") from None


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"«{text}» — не число от единицы")
    return int(text)


def year(text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"«{text}» — не год, нужно четыре цифры, например 2024")
    return int(text)


def port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"«{text}» — не порт, нужно число от 1 до {LAST_PORT}")
    return int(text)


def build_parser() -> Parser:
    common = Parser(add_help=False)
    common.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="ответ для программы"
    )
    parser = Parser(
        prog="rostok",
        description="«Росток»: методическое сопровождение педагогов.",
        parents=[common],
    )
    words = Words(parser, common)
    add_running(words)
    add_packs(words)
    add_loading(words)
    add_figures(words)
    add_keeping(words)
    return parser


class Words:
    """Adds commands that all take `--json`; `command` names the function that runs."""

    def __init__(self, parser: Parser, common: Parser, **options: Any) -> None:
        self.common = common
        self.group = parser.add_subparsers(metavar="КОМАНДА", parser_class=Parser, **options)

    def add(self, word: str, help: str, command: str | None = None) -> Parser:  # noqa: A002
        parser: Parser = self.group.add_parser(
            word, help=help, description=help, parents=[self.common]
        )
        if command:
            parser.set_defaults(command=command)
        return parser

    def below(self, word: str, help: str, command: str | None = None) -> "Words":  # noqa: A002
        """A word with words below it; without `command` one of them is required."""
        return Words(self.add(word, help, command), self.common, required=command is None)


def add_running(words: Words) -> None:
    words.group.required = True
    demo = words.add("demo", "показательные данные пяти систем и учётные записи для входа", "demo")
    demo.add_argument("--size", choices=SIZES, default="small", help="small или full")
    serve = words.add("serve", "открыть сайт и запустить фоновые работы", "serve")
    serve.add_argument("--port", type=port, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    words.add("registries", "всё, что пакеты вносят в реестры, и откуда", "registries")


def add_packs(words: Words) -> None:
    packs = words.below("packs", "положения как данные", "packs")
    check = packs.add("check", "проверить файлы положения или всех", "packs check")
    check.add_argument("key", nargs="?", metavar="KEY")
    show = packs.add("show", "положение целиком", "packs show")
    show.add_argument("key", metavar="KEY")
    add_new_pack(packs)
    compare = packs.add("diff", "чем различаются два положения или две редакции", "packs diff")
    compare.add_argument("old", metavar="A", help="ключ или КЛЮЧ@редакция")
    compare.add_argument("new", metavar="B", help="ключ или КЛЮЧ@редакция")
    systems = words.below("systems", "работающие системы сопровождения", "systems")
    activate = systems.add("activate", "ввести положение в действие", "systems activate")
    activate.add_argument("pack", metavar="PACK")
    activate.add_argument("--key", required=True, help="ключ системы")
    activate.add_argument("--root", required=True, metavar="CODE", help="код территории")
    activate.add_argument(
        "--from", required=True, type=day, dest="start", metavar="DATE", help="первый день"
    )
    upgrade = systems.add("upgrade", "перейти на новую редакцию положения", "systems upgrade")
    upgrade.add_argument("key", metavar="KEY", help="ключ системы")
    upgrade.add_argument(
        "--from", required=True, type=day, dest="start", metavar="DATE", help="первый день редакции"
    )
    upgrade.add_argument("--check-only", action="store_true", help="только показать, что изменится")


def add_new_pack(packs: Words) -> None:
    new = packs.add("new", "начать своё положение по образцу другого", "packs new")
    new.add_argument("key", metavar="KEY", help="ключ нового положения, латиницей")
    new.add_argument("--from", required=True, dest="source", metavar="KEY", help="образец")
    new.add_argument("--territory", default="", help="название территории")
    new.add_argument("--region", default="", help="регион, если не тот же")
    new.add_argument("--time-zone", default="", help="часовой пояс, например Asia/Tomsk")
    new.add_argument("--title", default="", help="полное название системы")
    new.add_argument("--number", default="", help="номер документа")
    new.add_argument("--date", type=day, dest="on", metavar="DATE", help="дата документа")
    new.add_argument("--issuer", default="", help="кто издал документ")
    new.add_argument("--signed-by", default="", help="должность подписавшего")
    new.add_argument("--from-year", type=year, metavar="Y", help="первый год; сроки сдвигаются")


def add_loading(words: Words) -> None:
    orgs = words.below("orgs", "территории и организации")
    orgs.add("import", "загрузить список", "orgs import").add_argument("file", metavar="FILE")
    staff = words.below("staff", "работники")
    template = staff.add("template", "пустой файл для заполнения", "staff template")
    template.add_argument("file", metavar="FILE")
    load = staff.add("import", "загрузить список работников", "staff import")
    load.add_argument("file", metavar="FILE")
    load.add_argument("--system", required=True, metavar="KEY")
    load.add_argument("--check-only", action="store_true", help="только проверить")
    add_reported(words)
    users = words.below("users", "кто входит в систему")
    invite = users.add(
        "invite", "завести пользователя и выдать код для первого входа", "users invite"
    )
    invite.add_argument("username", metavar="LOGIN")
    invite.add_argument("--org", required=True, metavar="CODE", help="где он работает")
    invite.add_argument("--role", default="administrator", help="роль из положения")
    invite.add_argument("--system", metavar="KEY", help="для роли одной системы")
    invite.add_argument("--title", default="", help="как показывать")
    invite.add_argument("--email", default="")


def add_reported(words: Words) -> None:
    reported = words.below("reported", "отчётные показатели")
    form = reported.add("template", "таблица для заполнения", "reported template")
    form.add_argument("file", metavar="FILE")
    form.add_argument("--year", required=True, type=year)
    form.add_argument("--org", metavar="CODE", help="только эта территория или организация")
    table = reported.add("import", "загрузить таблицу", "reported import")
    table.add_argument("file", metavar="FILE")
    table.add_argument("--year", type=year, help="если в таблице года нет")
    table.add_argument("--check-only", action="store_true", help="только проверить")
    for parser in (form, table):
        parser.add_argument("--system", required=True, metavar="KEY")


def add_figures(words: Words) -> None:
    figures = words.add("indicators", "показатели системы за год", "indicators")
    figures.add_argument("--level", choices=LEVELS, help="строки этого уровня")
    why = words.add("explain", "кто стоит за числом и почему", "explain")
    why.add_argument("--code", required=True, help="код показателя")
    for parser in (figures, why):
        parser.add_argument("--system", required=True, metavar="KEY")
        parser.add_argument("--year", required=True, type=year)
        parser.add_argument("--org", metavar="CODE", help="код территории или организации")
        parser.add_argument("--on", type=day, metavar="DATE", help="на эту дату")
    roadmaps = words.add("roadmaps", "сроки дорожных карт: состояние, исполнители", "roadmaps")
    roadmaps.add_argument("--system", metavar="KEY", help="только этой системы")
    roadmaps.add_argument("--year", type=year, metavar="Y", help="только этого года")
    add_snapshots(words.below("snapshots", "показатели, замороженные на дату"))


def add_snapshots(words: Words) -> None:
    make = words.add("make", "заморозить показатели системы с людьми за ними", "snapshots make")
    make.add_argument("--year", required=True, type=year)
    make.add_argument("--on", type=day, metavar="DATE", help="на эту дату")
    make.add_argument("--title", default="", help="название")
    for parser in (make, words.add("list", "срезы системы", "snapshots list")):
        parser.add_argument("--system", required=True, metavar="KEY")
    check = words.add("check", "пересчитать срез по его людям", "snapshots check")
    check.add_argument("id", type=int, metavar="ID")


def add_keeping(words: Words) -> None:
    backup = words.add("backup", "резервная копия базы, файлов и ключей одним архивом", "backup")
    backup.add_argument("--to", metavar="FILE", help="куда; иначе папка backups в папке данных")
    backup.add_argument(
        "--keep", type=positive, metavar="N", help="оставить N последних копий в этой папке"
    )
    restore = words.add("restore", "восстановить установку из резервной копии", "restore")
    restore.add_argument("file", metavar="FILE")
    only = restore.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="только проверить копию")
    only.add_argument("--replace", action="store_true", help="заменить данные, которые уже есть")
