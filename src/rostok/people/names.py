"""Letters of names as people mean them, whatever keyboard they were typed on."""

import re

from rostok.kernel.text import clean

LATIN = "ABCEHKMOPTXYaceopxykmtbh"
CYRILLIC = "АВСЕНКМОРТХУасеорхукмтвн"
LOOK_ALIKES = str.maketrans(LATIN, CYRILLIC)
HAS_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
PARTICLES = frozenset({"оглы", "оглу", "оглі", "кызы", "гызы", "қызы", "улы", "уулу", "углы"})


def cased(word: str) -> str:
    """«ИВАНОВА-ПЕТРОВА» → «Иванова-Петрова»; mixed letters are left as somebody wrote them."""
    if word.casefold() in PARTICLES:
        return word.lower()
    if word.isupper() or word.islower():
        return "-".join(
            part.lower() if part.casefold() in PARTICLES else part.capitalize()
            for part in word.split("-")
        )
    return word


def read_name(text: str) -> str:
    """A name typed by hand: no Latin letters among Cyrillic, not all in capitals nor all small."""
    name = clean(text)
    if HAS_CYRILLIC.search(name):
        name = name.translate(LOOK_ALIKES)
    return " ".join(map(cased, name.split())) if name.isupper() or name.islower() else name
