"""The version for people with low vision: the same pages, another size and contrast."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "rostok_appearance"
SIZES: dict[str, str | Promise] = {
    "100": _("Обычный размер текста"),
    "125": _("Крупный текст"),
    "150": _("Очень крупный текст"),
}
CONTRASTS: dict[str, str | Promise] = {
    "normal": _("Обычные"),
    "black": _("Чёрным по белому"),
    "white": _("Белым по чёрному"),
}


@dataclass(frozen=True)
class Appearance:
    size: str = "100"
    contrast: str = "normal"

    @classmethod
    def read(cls, cookie: str) -> Self:
        """What the cookie says; anything unknown in it is passed over."""
        size, _, contrast = cookie.partition(".")
        return cls().changed({"size": size, "contrast": contrast})

    def changed(self, wishes: Mapping[str, str]) -> Self:
        size = wishes.get("size", "")
        contrast = wishes.get("contrast", "")
        return replace(
            self,
            size=size if size in SIZES else self.size,
            contrast=contrast if contrast in CONTRASTS else self.contrast,
        )

    @property
    def size_choices(self) -> list[tuple[str, str | Promise]]:
        return list(SIZES.items())

    @property
    def contrast_choices(self) -> list[tuple[str, str | Promise]]:
        return list(CONTRASTS.items())

    @property
    def cookie(self) -> str:
        return f"{self.size}.{self.contrast}"

    @property
    def classes(self) -> str:
        """For the `<html>` element."""
        names = []
        if self.size != "100":
            names.append(f"size-{self.size}")
        if self.contrast != "normal":
            names.append(f"contrast-{self.contrast}")
        return " ".join(names)
