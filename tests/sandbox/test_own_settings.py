"""Settings that the environment has for disposable servers."""

from __future__ import annotations

import psycopg
import pytest

from schemagen import sandbox
from schemagen.errors import SandboxError
from schemagen.sandbox.own_settings import own_settings

VARIABLE = "SCHEMAGEN_POSTGRES_SETTINGS"


def test_a_server_is_started_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = "shared_preload_libraries=nowhere_at_all,dict_snowball"
    monkeypatch.setenv(VARIABLE, f"{libraries} 'my.words=two words' jit=on")
    with sandbox.start(16) as server, psycopg.connect(server.url()) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("shared_preload_libraries", "my.words", "jit")
        ]
    assert shown == [("dict_snowball",), ("two words",), ("off",)]


@pytest.mark.parametrize("text", ["pgaudit", "=on", "a='b"])
def test_what_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(SandboxError, match=f"{VARIABLE} is not a list of settings") as caught:
        own_settings(sandbox.find(16), {VARIABLE: text})
    assert "name=value" in caught.value.hint
