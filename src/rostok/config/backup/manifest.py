"""What an archive says of itself."""

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from pydantic import BaseModel, ConfigDict, Field

MANIFEST = "manifest.json"
TABLES, FILES, PACKS, KEYS = "tables/", "files/", "packs/", "keys/"
FORMAT = "rostok-backup"
FORMAT_VERSION = 1
SHA256 = r"^[0-9a-f]{64}$"


class Part(BaseModel):
    """A member of the archive: its name, bytes and their SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=SHA256)


class TablePart(Part):
    """The rows of a table: `unpacked` bytes of JSON lines; `last_id` is where ids have come to."""

    table: str
    columns: list[str]
    rows: int = Field(ge=0)
    unpacked: int = Field(ge=0)
    last_id: int | None = None


class Manifest(BaseModel):
    """`migrations` are those applied when the copy was made, by application."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    product: str
    made_at: datetime
    time_zone: str
    database: str
    migrations: dict[str, list[str]]
    tables: list[TablePart]
    files: list[Part]
    keys: list[Part]

    @property
    def parts(self) -> list[Part]:
        return [*self.tables, *self.files, *self.keys]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def unpacked(self) -> int:
        """Bytes of everything once it is out of the archive."""
        return sum(
            part.unpacked if isinstance(part, TablePart) else part.size for part in self.parts
        )


def product_version() -> str:
    try:
        return version("rostok")
    except PackageNotFoundError:
        return "?"
