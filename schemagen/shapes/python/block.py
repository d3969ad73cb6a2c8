"""A block of helper code in generated models."""

from __future__ import annotations

from schemagen.frozen import frozen


@frozen
class Support:
    """A block of module code.

    `imported` lists dotted names (`typing.Any`; `re` for a module), `needs` the names of other
    blocks, both with spaces between.
    """

    code: str
    imported: str = ""
    needs: str = ""

    @property
    def imports(self) -> tuple[tuple[str, str], ...]:
        """Pairs of module and name; the name is "" where the module itself is meant."""
        pairs = (name.rpartition(".") for name in self.imported.split())
        return tuple((module or name, name if module else "") for module, _, name in pairs)
