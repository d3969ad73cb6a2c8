"""datamodel-code-generator, which writes pydantic models of a JSON Schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench.live import output
from bench.suite.peers.installing import python_packages
from bench.suite.subject import Subject
from bench.suite.work import Work

_DESCRIBE: Final = """
import json, sys
import pydantic.json_schema
sys.path.insert(0, ".")
import models
classes = [
    each for each in vars(models).values()
    if isinstance(each, type) and issubclass(each, pydantic.BaseModel)
    and each.__module__ == "models"
]
_, schema = pydantic.json_schema.models_json_schema([(each, "validation") for each in classes])
print(json.dumps(schema))
"""


class DatamodelCodeGenerator:
    """datamodel-code-generator; it is given the schema of the models that schemagen writes."""

    name = "datamodel-code-generator"

    def install(self, home: Path) -> None:
        """Get it from PyPI."""
        python_packages(home / self.name, self.name)

    def works(self, subject: Subject, home: Path) -> Iterator[Work]:
        """Give the models alone, which are a part of a build."""
        schema = subject.folder / "models.json"
        command = (
            home / self.name / "bin" / "datamodel-codegen",
            *("--input", schema, "--input-file-type", "jsonschema"),
            *("--output", subject.folder / "models.py"),
            *("--output-model-type", "pydantic_v2.BaseModel"),
        )
        ready = partial(_describe, subject, schema)
        yield Work("build, from nothing", command, subject.folder, ready)


def _describe(subject: Subject, schema: Path) -> None:
    if not schema.exists():
        told = output([sys.executable, "-c", _DESCRIBE], subject.generated())
        schema.write_text(json.dumps(json.loads(told)), encoding="utf-8")
