"""Databases of the committed projects, and the login role that a service has there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from schemagen.sandbox import Server
from tests.projects.acting import apply_project, roll_back_project, run

LOGIN = "{}_app"


@contextmanager
def project_database(server: Server, project: str) -> Iterator[str]:
    """Make a project's database, and give the URI of its superuser."""
    name = f"client_{project}"
    url = server.create_database(name)
    with psycopg.connect(url, autocommit=True) as connection:
        apply_project(connection, project)
        login = sql.Identifier(LOGIN.format(project))
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(login))
        for (role,) in connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"{project}\\_%"]
        ).fetchall():
            if role != LOGIN.format(project):
                grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), login)
                connection.execute(grant)
        yield url
        run(
            connection,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        roll_back_project(connection, project)
        connection.execute(sql.SQL("DROP ROLE {}").format(login))
    server.drop_database(name)


def as_login(url: str, project: str) -> str:
    """Return the same URI for the login role of a project's service."""
    return url.replace("postgres@", f"{LOGIN.format(project)}@")
