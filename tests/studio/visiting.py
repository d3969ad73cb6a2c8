"""Visiting a studio over HTTP, as a browser does that keeps cookies and says where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

from schemagen.studio.serving import HOST
from schemagen.studio.visit import Studio


@dataclass(frozen=True)
class Answer:
    """What came back; `text` is the page as it is, `said` its words without markup."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def said(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    def links(self, text: str) -> list[str]:
        """Return the addresses of the links with a text."""
        found = re.findall(
            rf'<a [^>]*?href="([^"]*)"[^>]*>{re.escape(text)}(?: *<.*?)?</a>', self.text
        )
        return [unescape(each) for each in found]

    def rows(self) -> list[list[str]]:
        """Return the cells of the first table."""
        body = self.text.partition("<tbody>")[2].partition("</tbody>")[0]
        return [
            [
                unescape(re.sub(r"<[^>]*>", "", cell)).strip()
                for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
        ]


@dataclass
class Browser:
    """Keeps the cookies of one studio, and follows no redirection by itself."""

    studio: Studio
    cookies: dict[str, str] = field(default_factory=dict)

    def enter(self) -> Answer:
        """Open the address that was printed."""
        return self.get(f"/?token={self.studio.secrets.token}")

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, "", headers)

    def find(self, path: str, **values: str) -> Answer:
        return self.get(f"{path}?{urlencode(values)}")

    def post(
        self, path: str, form: dict[str, str], headers: dict[str, str] | None = None
    ) -> Answer:
        """Send a form as a page of the studio does: with its origin and its token."""
        said = {"csrf": self.studio.secrets.form, **form}
        own = {"Origin": f"http://{self.host}", **(headers or {})}
        return self._ask("POST", path, urlencode(said), own)

    def look_as(self, actor: str, **claims: str) -> None:
        form = {f"claim.{actor}.{name}": value for name, value in claims.items()}
        assert self.post("/as", {"actor": actor, "back": "/", **form}).status == 303

    @property
    def host(self) -> str:
        return f"{HOST}:{self.studio.port}"

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection(HOST, self.studio.port, timeout=30)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": self.host, **({"Cookie": kept} if kept else {})}
        if method == "POST":
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, {**sent, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        connection.close()
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, found, text)
