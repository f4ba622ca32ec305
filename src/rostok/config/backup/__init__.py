"""`rostok backup` and `rostok restore`: the database, the files and the keys in one archive.

The archive is a tar: `tables/*.jsonl.gz` in a form of no database engine, `files/…`, `keys/…`, and
the manifest last, so that a torn archive has none. What is copied from SQLite restores into
PostgreSQL and back.
"""

from rostok.config.backup.archive import check_archive
from rostok.config.backup.making import make_backup
from rostok.config.backup.restoring import restore_backup

__all__ = ["check_archive", "make_backup", "restore_backup"]
