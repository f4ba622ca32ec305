"""An installation that is given a setting nobody reads refuses to start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rostok.config.env import Environment, read_environment
from tests.architecture.sources import ROOT


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="ROSTOK_COLOUR: такой настройки нет"):
        read_environment({"ROSTOK_COLOUR": "green"})


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_every_setting_stands_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = [name for name in Environment.model_fields if f"`ROSTOK_{name.upper()}`" not in text]
    assert not missing
