"""What the outputs of one build share: the project, and what is worked out once."""

from __future__ import annotations

from functools import cached_property

from schemagen.catalog.statement import Statement
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.plan.order import CreationOrder, creation_order
from schemagen.plan.whole import create_statements, drop_statements
from schemagen.render.templates import PACKAGED, Templates
from schemagen.render.viewmodels.model_module import ModelModule, model_module, project_models
from schemagen.render.viewmodels.repository_module import RepositoryModule, repository_module
from schemagen.render.viewmodels.stored import StoredTable, stored_tables
from schemagen.render.viewmodels.table_models import TableModels


@frozen(slots=False)
class Build:
    """A project that is being rendered, and the templates that are filled.

    Raises (when the statements are asked for):
        CycleError: objects need each other.
    """

    project: Project
    templates: Templates = PACKAGED

    @cached_property
    def models(self) -> ModelModule:
        """The classes of models.py."""
        return self._named_models[0]

    @cached_property
    def created(self) -> tuple[Statement, ...]:
        """The statements that make everything."""
        return create_statements(self.project.catalog, self._order)

    @cached_property
    def dropped(self) -> tuple[Statement, ...]:
        """The statements that remove everything."""
        return drop_statements(self.project.catalog, self._order)

    @cached_property
    def repositories(self) -> RepositoryModule:
        """The tables as repositories have them."""
        return repository_module(self.project, self.stored)

    @cached_property
    def stored(self) -> tuple[StoredTable, ...]:
        """The project's tables with the columns that functions take."""
        return tuple(stored_tables(self.project, self._named_models[1]))

    @cached_property
    def _named_models(self) -> tuple[ModelModule, TableModels]:
        """The module, and what made it: who asks for a name first has the plain one."""
        shapes, models = project_models(self.project)
        return model_module(self.project, shapes, models), models

    @cached_property
    def _order(self) -> CreationOrder:
        return creation_order(self.project.catalog)
