"""Nobody but the browser with the token, and no page but the studio's own, is answered."""

from __future__ import annotations

import pytest

from schemagen.studio.visit import Studio
from tests.studio.conftest import PASSWORD
from tests.studio.visiting import Browser


def test_the_token_is_exchanged_for_a_cookie_that_no_script_and_no_other_site_has(
    trust: Studio,
) -> None:
    browser = Browser(trust)
    answer = browser.enter()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert trust.secrets.token not in answer.headers["set-cookie"]
    assert browser.get("/").status == 200


@pytest.mark.parametrize("path", ["/", "/sql", "/?token=guess", "/static/base.css"])
def test_nobody_is_let_in_without_the_token(trust: Studio, path: str) -> None:
    assert Browser(trust).get(path).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1"]
)
def test_a_foreign_name_for_this_machine_is_refused(browser: Browser, host: str) -> None:
    answer = browser.get("/", Host=host.format(port=browser.studio.port))
    assert answer.status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_from_elsewhere_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.get("/", **headers).status == 403
    assert browser.post("/sql", {"sql": "SELECT 1"}, headers).status == 403


def test_a_form_needs_to_be_of_the_studio(browser: Browser) -> None:
    assert browser.post("/sql", {"sql": "SELECT 1"}).status == 200
    for said in ("", "guess", browser.studio.secrets.session):
        assert browser.post("/sql", {"sql": "SELECT 1", "csrf": said}).status == 403
    assert browser.post("/sql", {"csrf": ""}, {"Origin": ""}).status == 403


def test_a_browser_is_told_to_run_and_frame_nothing_from_elsewhere(browser: Browser) -> None:
    for path in ("/", "/static/studio.js", "/nowhere"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_no_answer_has_the_password_in_it(browser: Browser) -> None:
    pages = ["/", "/as", "/sql", "/migrations", "/rows?schema=public&name=agents", "/row?x=1"]
    said = [browser.get(page).text for page in pages]
    said.append(browser.post("/sql", {"sql": f"SELECT '{PASSWORD[:9]}'::int"}).text)
    said.append(browser.post("/sql", {"sql": "SELECT * FROM pg_stat_activity"}).text)
    said.append(browser.get("/rows?schema=odd&name=loud").text)
    assert "invalid input syntax for type integer: &#34;" in said[-1]
    assert browser.get("/rows?schema=pg_catalog&name=pg_authid").status == 422
    assert all("schemagen studio" in text for text in said)
    assert not [text for text in said if PASSWORD in text]
    assert PASSWORD not in repr(browser.studio)
