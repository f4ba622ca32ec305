"""A contract of import-linter of our own: between packages only the public files are imported."""

from collections.abc import Iterator
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output


class PublicFilesContract(Contract):
    """Every package outside `open_packages` is imported from elsewhere by its public files only."""

    public = fields.ListField(subfield=fields.StringField())
    also_public = fields.ListField(subfield=fields.StringField(), required=False)
    open_packages = fields.ListField(subfield=fields.StringField())
    composition = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(set(self.reaching_in(graph)))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def reaching_in(self, graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
        """Pairs of modules where the first reaches into the private part of another package."""
        for importer in graph.modules:
            for imported in graph.find_modules_directly_imported_by(importer):
                if not self.allows(importer, imported):
                    yield importer, imported

    def allows(self, importer: str, imported: str) -> bool:
        source, target = package_of(importer), package_of(imported)
        if source == target or not target:
            return True
        if source in as_list(self.composition) or target in as_list(self.open_packages):
            return True
        inside = imported.removeprefix("rostok.")
        also = as_list(self.also_public)
        return file_of(imported) in as_list(self.public) or any(
            inside == name or inside.startswith(f"{name}.") for name in also
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}, which is not public")


def as_list(value: Any) -> list[str]:
    """What a field of a contract holds at run time (its declared type is the field itself)."""
    return list(value or [])


def package_of(module: str) -> str:
    """`rostok.orgs.models` → `orgs`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def file_of(module: str) -> str:
    """`rostok.orgs.services.imports` → `services`; a file that grew into a package stays public."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else ""
