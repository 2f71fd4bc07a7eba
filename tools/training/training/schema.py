"""The JSON schemas of card.json and golden.json that the service checks when it loads a model."""

from __future__ import annotations

import json
from functools import cache

import jsonschema

from . import fields

FOLDER = fields.REPOSITORY / "libs/model-runtime/src/model"


@cache
def _validator(kind: str) -> jsonschema.Draft7Validator:
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def problems(kind: str, content: object) -> list[str]:
    """Where a `card` or `golden` does not fit its schema, with its path; empty when it fits."""
    return [f"{kind}.json: {error.message} at {error.json_path}" for error in _validator(kind).iter_errors(content)]
