"""A lookup of our own: rows whose key stands in a list of any length."""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignObject, Lookup


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup[Any]):
    """`pk__among=keys`: as `pk__in`, with the whole list in one parameter of the statement.

    Thousands of keys need no portions, and nothing is done for each of them. The keys are numbers
    or texts, as the column holds them.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.keys())

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        listed = "(SELECT value FROM json_each(%s))"
        return f"{left} IN {listed}", (*params, json.dumps(self.keys()))

    def keys(self) -> list[Any]:
        if not self.rhs:
            raise EmptyResultSet
        return list(self.rhs)
