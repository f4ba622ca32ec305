"""What a pack must keep across its sections. `rostok packs check` prints what this finds."""

from collections.abc import Iterable, Iterator

from rostok.packs.content import PackContent
from rostok.packs.fields import PackModel
from rostok.packs.loading import build, read_folder
from rostok.packs.names import pieces_in
from rostok.packs.problems import Problem
from rostok.packs.sections import in_order
from rostok.packs.texts import leftovers_in


def check_pack(key: str) -> list[Problem]:
    """Everything wrong with a pack, by file and line; empty when it may be activated."""
    content, problems = build(key)
    found = {
        *problems,
        *key_of_folder(content),
        *names_taken_twice(content),
        *references_to_nothing(content),
        *flaws_of_pieces(content),
        *sections_own_checks(content),
        *leftovers(key),
    }
    return sorted(found)


def key_of_folder(content: PackContent) -> Iterator[Problem]:
    document = content.sections.get("pack")
    if document is not None and document.key != content.key:
        yield content.problem("pack", ("key",), f"папка называется «{content.key}»")


def names_taken_twice(content: PackContent) -> Iterator[Problem]:
    words = word_of_kind()
    seen: set[tuple[str, str]] = set()
    for section, mention in content.mentions:
        taken = (mention.kind, mention.name)
        if mention.defines and taken in seen:
            word = words.get(mention.kind, mention.kind)
            yield content.problem(section, mention.path, f"{word} «{mention.name}» уже есть")
        if mention.defines:
            seen.add(taken)


def references_to_nothing(content: PackContent) -> Iterator[Problem]:
    """References whose section could not be read are left for later."""
    words = word_of_kind()
    known = {kind: content.names(kind) for kind in kinds_read(content)}
    for section, mention in content.mentions:
        if mention.defines or mention.kind not in known:
            continue
        if mention.name not in known[mention.kind]:
            word = words.get(mention.kind, mention.kind)
            yield content.problem(section, mention.path, f"нет такого: {word} «{mention.name}»")


def word_of_kind() -> dict[str, str]:
    return {kind: word for section in in_order() for kind, word in section.kinds.items()}


def kinds_read(content: PackContent) -> Iterator[str]:
    for section in in_order():
        if section.name in content.sections:
            yield from section.kinds


def flaws_of_pieces(content: PackContent) -> Iterator[Problem]:
    for name, section in content.sections.items():
        for path, piece in pieces_in(section):
            if isinstance(piece, PackModel):
                for place, message in piece.flaws():
                    yield content.problem(name, (*path, place), message)


def sections_own_checks(content: PackContent) -> Iterable[Problem]:
    for section in in_order():
        if section.check is not None:
            yield from section.check(content)


def leftovers(key: str) -> Iterator[Problem]:
    for document in read_folder(key).documents.values():
        for path, message in leftovers_in(document.data):
            yield document.problem(path, message)
