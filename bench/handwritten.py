"""Three shapes, a document of each, and the best validators that a person writes for them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

SHAPES: Mapping[str, Any] = MappingProxyType(
    {
        "Settings": {
            "theme": "light | dark | system",
            "language": "string(2..8)",
            "timezone?": "string(..64)",
            "pageSize": "integer(10..100)",
            "notifications": {"email": "boolean", "push": "boolean"},
        },
        "Manifest": {
            "schemaVersion": "string",
            "name": "string(1..64)",
            "roles": [
                {
                    "name": "string(/^[a-z0-9_-]{1,64}$/)",
                    "description?": "string(..200)",
                    "permissions": ["string"],
                    "limits?": {"requests": "integer(0..)", "burst?": "integer(0..)"},
                }
            ],
        },
        "Form": {
            "title": "string(1..200)",
            "version": "integer(1..)",
            "fields": [
                {
                    "key": "string(/^[a-z0-9_]{1,40}$/)",
                    "label": "string(1..80)",
                    "type": '("text" | "textarea" | "number" | "select" | "date")',
                    "required": "boolean",
                    "options?": [{"value": "string", "label": "string(..80)"}],
                    "validation?": {"min?": "number", "max?": "number"},
                }
            ],
        },
    }
)
"""The shapes by name."""


def documents(made: random.Random) -> Mapping[str, Any]:
    """Return a document of each shape."""
    roles = [
        {
            "name": f"role-{number}",
            "description": "what it may do " * made.randint(1, 4),
            "permissions": [f"area{n}:read" for n in range(made.randint(3, 9))],
            "limits": {"requests": made.randint(0, 9999), "burst": 10},
        }
        for number in range(16)
    ]
    fields = [
        {
            "key": f"field_{number}",
            "label": f"The label of field {number}",
            "type": "select" if number % 3 == 0 else "number",
            "required": number % 2 == 0,
            **(
                {"options": [{"value": f"v{n}", "label": f"Choice {n}"} for n in range(4)]}
                if number % 3 == 0
                else {"validation": {"min": 0, "max": 100}}
            ),
        }
        for number in range(22)
    ]
    return {
        "Settings": {
            "theme": "dark",
            "language": "en-GB",
            "timezone": "Europe/Berlin",
            "pageSize": 50,
            "notifications": {"email": True, "push": False},
        },
        "Manifest": {"schemaVersion": "1.2", "name": "depot", "roles": roles},
        "Form": {"title": "Survey", "version": 3, "fields": fields},
    }


_SETTINGS = """
CREATE FUNCTION hand_settings(d jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (jsonb_typeof(d) = 'object'
    AND d - '{theme,language,timezone,pageSize,notifications}'::text[] = '{}'::jsonb
    AND d->>'theme' = ANY ('{light,dark,system}')
    AND jsonb_typeof(d->'language') = 'string' AND length(d->>'language') BETWEEN 2 AND 8
    AND (d->'timezone' IS NULL
      OR jsonb_typeof(d->'timezone') = 'string' AND length(d->>'timezone') <= 64)
    AND CASE WHEN jsonb_typeof(d->'pageSize') = 'number' THEN
      (d->'pageSize')::numeric % 1 = 0 AND (d->'pageSize')::numeric BETWEEN 10 AND 100 END
    AND CASE WHEN jsonb_typeof(d->'notifications') = 'object' THEN
      (d->'notifications') - '{email,push}'::text[] = '{}'::jsonb END
    AND jsonb_typeof(d->'notifications'->'email') = 'boolean'
    AND jsonb_typeof(d->'notifications'->'push') = 'boolean') IS TRUE
$$"""

_MANIFEST = """
CREATE FUNCTION hand_manifest(d jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
STRICT AS $$
DECLARE roles jsonb; r jsonb; p jsonb;
BEGIN
  IF jsonb_typeof(d) <> 'object' THEN RETURN false; END IF;
  IF (d - '{schemaVersion,name,roles}'::text[] = '{}'::jsonb
    AND jsonb_typeof(d->'schemaVersion') = 'string'
    AND jsonb_typeof(d->'name') = 'string' AND length(d->>'name') BETWEEN 1 AND 64
    AND jsonb_typeof(d->'roles') = 'array') IS NOT TRUE THEN RETURN false; END IF;
  roles := d->'roles';
  FOR i IN 0 .. jsonb_array_length(roles) - 1 LOOP
    r := roles->i;
    IF (jsonb_typeof(r) = 'object'
      AND CASE WHEN jsonb_typeof(r) = 'object' THEN
        r - '{name,description,permissions,limits}'::text[] = '{}'::jsonb END
      AND jsonb_typeof(r->'name') = 'string' AND length(r->>'name') BETWEEN 1 AND 64
      AND r->>'name' !~ '[^a-z0-9_-]'
      AND (r->'description' IS NULL OR jsonb_typeof(r->'description') = 'string'
        AND length(r->>'description') <= 200)
      AND (r->'limits' IS NULL OR
        CASE WHEN jsonb_typeof(r->'limits') = 'object' THEN
          (r->'limits') - '{requests,burst}'::text[] = '{}'::jsonb END
        AND CASE WHEN jsonb_typeof(r->'limits'->'requests') = 'number' THEN
          (r->'limits'->'requests')::numeric % 1 = 0 AND (r->'limits'->'requests')::numeric >= 0 END
        AND CASE WHEN jsonb_typeof(r->'limits'->'burst') = 'number' THEN
          (r->'limits'->'burst')::numeric % 1 = 0 AND (r->'limits'->'burst')::numeric >= 0
          ELSE r->'limits'->'burst' IS NULL END)
      AND jsonb_typeof(r->'permissions') = 'array') IS NOT TRUE THEN RETURN false; END IF;
    p := r->'permissions';
    FOR j IN 0 .. jsonb_array_length(p) - 1 LOOP
      IF jsonb_typeof(p->j) <> 'string' THEN RETURN false; END IF;
    END LOOP;
  END LOOP;
  RETURN true;
END $$"""

_FORM = """
CREATE FUNCTION hand_form(d jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
STRICT AS $$
DECLARE fields jsonb; f jsonb; options jsonb; o jsonb;
BEGIN
  IF jsonb_typeof(d) <> 'object' THEN RETURN false; END IF;
  IF (d - '{title,version,fields}'::text[] = '{}'::jsonb
    AND jsonb_typeof(d->'title') = 'string' AND length(d->>'title') BETWEEN 1 AND 200
    AND CASE WHEN jsonb_typeof(d->'version') = 'number' THEN
      (d->'version')::numeric % 1 = 0 AND (d->'version')::numeric >= 1 END
    AND jsonb_typeof(d->'fields') = 'array') IS NOT TRUE THEN RETURN false; END IF;
  fields := d->'fields';
  FOR i IN 0 .. jsonb_array_length(fields) - 1 LOOP
    f := fields->i;
    IF (CASE WHEN jsonb_typeof(f) = 'object' THEN
        f - '{key,label,type,required,options,validation}'::text[] = '{}'::jsonb END
      AND jsonb_typeof(f->'key') = 'string' AND length(f->>'key') BETWEEN 1 AND 40
      AND f->>'key' !~ '[^a-z0-9_]'
      AND jsonb_typeof(f->'label') = 'string' AND length(f->>'label') BETWEEN 1 AND 80
      AND f->>'type' = ANY ('{text,textarea,number,select,date}')
      AND jsonb_typeof(f->'required') = 'boolean'
      AND (f->'options' IS NULL OR jsonb_typeof(f->'options') = 'array')
      AND (f->'validation' IS NULL OR
        CASE WHEN jsonb_typeof(f->'validation') = 'object' THEN
          (f->'validation') - '{min,max}'::text[] = '{}'::jsonb END
        AND (f->'validation'->'min' IS NULL OR jsonb_typeof(f->'validation'->'min') = 'number')
        AND (f->'validation'->'max' IS NULL OR jsonb_typeof(f->'validation'->'max') = 'number'))
    ) IS NOT TRUE THEN RETURN false; END IF;
    options := f->'options';
    IF options IS NOT NULL THEN
      FOR j IN 0 .. jsonb_array_length(options) - 1 LOOP
        o := options->j;
        IF (CASE WHEN jsonb_typeof(o) = 'object' THEN
            o - '{value,label}'::text[] = '{}'::jsonb END
          AND jsonb_typeof(o->'value') = 'string'
          AND jsonb_typeof(o->'label') = 'string' AND length(o->>'label') <= 80
        ) IS NOT TRUE THEN RETURN false; END IF;
      END LOOP;
    END IF;
  END LOOP;
  RETURN true;
END $$"""

HAND_WRITTEN: Mapping[str, str] = MappingProxyType(
    {"Settings": _SETTINGS, "Manifest": _MANIFEST, "Form": _FORM}
)
"""The statement that makes the function of each shape: `hand_settings` and so on."""
