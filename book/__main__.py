"""`python -m book`: write the pages of `docs/reference` that the code knows."""

from __future__ import annotations

from pathlib import Path

from book.pages import PAGES

FOLDER = Path(__file__).parents[1] / "docs/reference"


def main() -> None:
    """Write every page, and say which are new."""
    for name, page in PAGES.items():
        path = FOLDER / f"{name}.md"
        text = page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"new  docs/reference/{name}.md")


if __name__ == "__main__":
    main()
