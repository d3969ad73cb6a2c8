"""`schemagen studio` as it is typed."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.app.repository import SHOP, write
from tests.conftest import Servers


@pytest.fixture
def url(servers: Servers) -> Iterator[str]:
    server = servers.of(18)
    yield server.create_database("studio_cli")
    server.drop_database("studio_cli")


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "schemagen", "studio", "--root", str(root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_an_address_is_printed_that_answers_until_it_is_interrupted(
    tmp_path: Path, url: str
) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    with started(tmp_path, "shop", "--url", url, "--json") as studio:
        assert studio.stdout
        printed = "".join(iter(studio.stdout.readline, "}\n"))
        address = json.loads(f"{printed}}}")["address"]
        assert address.startswith("http://127.0.0.1:")
        with pytest.raises(HTTPError, match="403") as refused:
            urlopen(address.partition("?")[0], timeout=10)
        refused.value.close()
        studio.send_signal(signal.SIGINT)
        output, errors = studio.communicate(timeout=20)
    assert (studio.returncode, output, errors) == (0, "", "")


def test_a_port_that_is_taken_is_said(tmp_path: Path, url: str) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with started(tmp_path, "shop", "--url", url, "--port", port) as studio:
            _, errors = studio.communicate(timeout=20)
    assert studio.returncode == 2
    assert f"port {port} cannot be listened on" in errors
    assert "--port" in errors


def test_what_is_not_installed_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    without = "import sys; sys.modules['uvicorn'] = None; from schemagen.cli import main; main()"
    command = [sys.executable, "-c", without, "studio", "shop", "--root", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'schemagen[studio]'" in done.stderr
