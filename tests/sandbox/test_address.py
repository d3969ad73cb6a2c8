"""Disposable servers beside settings that the environment has for other databases."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from schemagen.app.connecting import connect, parse_target
from schemagen.app.verify import verify
from schemagen.errors import SandboxError
from schemagen.sandbox import Server
from schemagen.sandbox.address import settings_of

_FOREIGN = {
    "PGCHANNELBINDING": "require",
    "PGDATABASE": "elsewhere",
    "PGHOST": "db.example.com",
    "PGHOSTADDR": "10.1.1.1",
    "PGOPTIONS": "-c statement_timeout=1",
    "PGPORT": "1",
    "PGREQUIREAUTH": "scram-sha-256",
    "PGREQUIREPEER": "nobody at all",
    "PGSSLMODE": "verify-full",
    "PGTARGETSESSIONATTRS": "standby",
    "PGUSER": "ann",
}
_SERVICE = """\
[elsewhere]
host=db.example.com
hostaddr=10.1.1.1
port=1
user=ann
options=-c default_transaction_read_only=on
target_session_attrs=read-only
replication=database
"""


@pytest.fixture(params=["variables", "a service"])
def foreign(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the environment speak of somebody's database."""
    service = tmp_path / "services.conf"
    service.write_text(_SERVICE)
    services = {"PGSERVICEFILE": str(service), "PGSERVICE": "elsewhere"}
    for name, value in (services if request.param == "a service" else _FOREIGN).items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("foreign")
def test_it_is_reached_whatever_the_environment_says_of_others(server: Server) -> None:
    url = server.create_database()
    with psycopg.connect(url) as connection:
        shown = [
            connection.execute(query).fetchall()[0][0]
            for query in ("SHOW statement_timeout", "SHOW default_transaction_read_only")
        ]
    assert shown == ["0", "off"]
    with (
        closing(connect(parse_target(url, "here"))) as first,
        closing(psycopg.connect(settings_of(first))) as again,
    ):
        name = first.info.dbname
        assert again.info.dbname == name
        assert again.info.user == "postgres"
    server.drop_database(name)


def test_a_service_that_is_nowhere_is_told_by_the_variable(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSERVICE", "nowhere")
    (repository / "generated/shop").mkdir(parents=True)
    for name in ("schema.sql", "rollback.sql"):
        (repository / "generated/shop" / name).write_text("")
    with pytest.raises(SandboxError, match='"nowhere" not found') as caught:
        list(verify(repository, ["shop"]))
    assert "PGSERVICE" in caught.value.hint
