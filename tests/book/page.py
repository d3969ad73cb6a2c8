"""A page of the documentation as its reader takes it: every block in turn, in one shell.

What a block is, says its fence:

- `console`: commands behind `$ `, and what they print. `…` stands for any text, and alone on a line
  for any lines.
- `sh`: commands, all of which have to succeed.
- any language with `title="specs/shop.yaml"`: the text of that file.
- `diff title="specs/shop.yaml"`: an edit of that file.

A line `<!-- not run: REASON -->` before a block of commands leaves it to the reader. Blocks without
a title in other languages are looked at by `test_pages.py`, and not run.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

REPOSITORY = Path(__file__).parents[2]
EDIT = Path(__file__).with_name("edit.py")
SECONDS = 240

_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>[^\n]+) -->\n)?"
    r"(?P<indent> *)(?P<fence>```+)(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?[^\n]*\n"
    r"(?P<text>.*?)^(?P=indent)(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)
_HEREDOC = re.compile(r"<<'(\w+)'$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file that it is of, its text, and why it is not run."""

    language: str
    title: str
    text: str
    reason: str

    @property
    def has_commands(self) -> bool:
        """Whether a reader would type it."""
        return self.language in ("console", "sh")


@dataclass(frozen=True, slots=True)
class Step:
    """What a reader does, and what the page says comes of it: an output, or that it succeeds."""

    command: str
    shown: str | None


def blocks(path: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            found["language"],
            found["title"] or "",
            dedent(found["text"]),
            found["reason"] or "",
        )
        for found in _BLOCK.finditer(text)
    ]


def steps(path: Path) -> list[Step]:
    """Return what a reader of a page does."""
    return [step for block in blocks(path) if not block.reason for step in _steps(block)]


def _steps(block: Block) -> Iterator[Step]:
    if block.language == "console":
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            lines = part.splitlines(keepends=True)
            end = _end_of_command(lines)
            yield Step("".join(lines[:end]), "".join(lines[end:]))
    elif block.language == "sh":
        yield Step(f"(set -e\n{block.text})\n" if _is_pure(block) else block.text, None)
    elif block.title:
        yield Step(_writing(block), None)


def _is_pure(block: Block) -> bool:
    """Tell whether a block leaves the shell as it was, so that each of its lines can be checked."""
    return not re.search(r"^(export|cd|\.) | && (cd|\.) ", block.text, re.MULTILINE)


def _end_of_command(lines: list[str]) -> int:
    """Return how many lines are typed: to the end of a heredoc, or as long as one is continued."""
    if found := _HEREDOC.search(lines[0].rstrip("\n")):
        return lines.index(f"{found[1]}\n") + 1
    return next(i for i, line in enumerate(lines, 1) if not line.endswith("\\\n"))


def _writing(block: Block) -> str:
    if block.language == "diff":
        do = f"'{sys.executable}' '{EDIT}' '{block.title}'"
    else:
        do = f"mkdir -p \"$(dirname '{block.title}')\" && cat > '{block.title}'"
    return f"{do} <<'END OF BLOCK'\n{block.text}END OF BLOCK\n"


def follow(page: list[Step], home: Path, environment: Mapping[str, str]) -> list[str]:
    """Take steps one after the other in one shell, and return what was not as the page says.

    That is the command, what the page shows, and what was printed.
    """
    printed = home.parent / "printed"
    printed.mkdir()
    script = "".join(
        f"{{\n{step.command}}} >'{printed}/{i}' 2>&1 </dev/null\necho $? >'{printed}/{i}.status'\n"
        for i, step in enumerate(page)
    )
    subprocess.run(["sh"], input=script, cwd=home, env=environment, text=True, timeout=SECONDS)
    told = (_surprise(step, printed / str(i)) for i, step in enumerate(page))
    return [surprise for surprise in told if surprise]


def _surprise(step: Step, output: Path) -> str:
    printed = output.read_text(encoding="utf-8") if output.exists() else "the shell had ended\n"
    if step.shown is not None:
        as_told = _pattern(step.shown).fullmatch(printed) is not None
    else:
        status = output.with_suffix(".status")
        as_told = status.exists() and status.read_text(encoding="utf-8") == "0\n"
    shown = "success\n" if step.shown is None else step.shown
    return "" if as_told else f"$ {step.command}the page shows:\n{shown}it was:\n{printed}"


def _pattern(shown: str) -> re.Pattern[str]:
    """Return what an output has to match: times and minor versions are those of whoever reads."""
    pattern = re.escape(shown)
    pattern = re.sub(r"^…\\\n", r"(?:.*\\n)*?", pattern, flags=re.MULTILINE).replace("…", ".*")
    pattern = re.sub(r"\d{14}", r"\\d{14}", pattern)
    return re.compile(re.sub(r"(PostgreSQL\\ \d+)", r"\1(?:\\.\\d+)?", pattern))
