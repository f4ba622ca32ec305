"""The menu offers what is of use: a list of others is not for whoever sees only themselves."""

import pytest
from django.test import RequestFactory

from rostok.kernel import nav
from rostok.kernel.access import SELF, SUBTREE, Actor, Grant
from rostok.kernel.nav import NavItem, menu_for
from rostok.kernel.registry import Registry

ITEM = NavItem("Соседи", "web:home", "staff.view", over_others=True)


@pytest.mark.parametrize(("reach", "shown"), [(SELF, False), (SUBTREE, True)])
def test_a_list_of_others_is_for_those_who_see_others(monkeypatch, reach, shown):
    declared = Registry("menu", "Меню")
    declared.add("neighbours", ITEM, origin="kernel")
    monkeypatch.setattr(nav, "items", declared)
    request = RequestFactory().get("/")
    request.actor = Actor("Кто-то", grants=(Grant("staff.view", reach, 1),))
    assert [item.title for item in menu_for(request)] == ["Соседи"] * shown
