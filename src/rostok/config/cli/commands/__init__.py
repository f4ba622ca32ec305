"""What each command asks of the packages. Imported once Django has been set up."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from rostok.config.cli.commands import (
    figures,
    freezing,
    keeping,
    loading,
    regulations,
    roadmaps,
    running,
)
from rostok.config.cli.output import Answer

Command = Callable[[Namespace], Answer]

COMMANDS: Mapping[str, Command] = {
    "demo": running.run_demo,
    "serve": running.run_serve,
    "registries": running.list_registries,
    "packs": regulations.list_packs,
    "packs check": regulations.check_packs,
    "packs show": regulations.show_pack,
    "packs new": regulations.new_pack,
    "packs diff": regulations.compare_packs,
    "systems": regulations.list_systems,
    "systems activate": regulations.activate,
    "systems upgrade": regulations.upgrade,
    "orgs import": loading.import_organisations,
    "staff template": loading.write_template,
    "staff import": loading.import_staff,
    "reported template": loading.write_reported_template,
    "reported import": loading.import_reported,
    "users invite": loading.invite_user,
    "indicators": figures.show_indicators,
    "explain": figures.explain_number,
    "roadmaps": roadmaps.list_occurrences,
    "snapshots list": freezing.list_snapshots,
    "snapshots make": freezing.make_one,
    "snapshots check": freezing.check_one,
    "backup": keeping.run_backup,
    "restore": keeping.run_restore,
}
