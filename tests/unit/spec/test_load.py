"""Includes, mixins and bodies in files: what is merged, what wins, and what is refused where."""

from __future__ import annotations

from pathlib import Path

from schemagen.spec.load import SpecSource, read_spec


def load(root: Path, **files: str) -> SpecSource:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_sql", ".sql")
        path = path if path.suffix else path.with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_spec(root / "main.yaml", root)


def problems(source: SpecSource) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in source.problems]


def test_own_names_win_over_included_ones(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="include: [common.yaml]\nschema: app\nenums:\n  b: [own]\n  c: [own]\n",
        common="schemagen: 1\nproject: other\nschema: x\npostgres: 15\nenums: {a: [x], b: [x]}\n",
    )
    assert source.problems == ()
    assert source.data == {
        "include": ["common.yaml"],
        "schema": "app",
        "enums": {"a": ["x"], "b": ["own"], "c": ["own"]},
        "postgres": 15,
    }
    assert [file.name for file in source.files] == ["main.yaml", "common.yaml"]


def test_merged_values_keep_their_place(tmp_path: Path) -> None:
    source = load(
        tmp_path, main="include: common.yaml\nenums: {b: [x]}\n", common="enums:\n  a: [y]\n"
    )
    assert str(source.locate(("enums", "a", 0), 0, False)) == "common.yaml:2:7"
    assert str(source.locate(("enums", "b"), 0, True)) == "main.yaml:2:9"
    assert str(source.locate(("enums", "a", 0, "deeper"), 0, False)) == "common.yaml:2:7"


def test_a_list_of_extensions_merges_with_a_mapping(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="include: common.yaml\nextensions: [citext]\n",
        common="extensions: {pg_trgm: {schema: x}}\n",
    )
    assert source.data["extensions"] == {"pg_trgm": {"schema": "x"}, "citext": None}


def test_a_file_that_is_included_twice_is_no_conflict(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="include: [a.yaml, b.yaml]\n",
        a="include: base.yaml\nenums: {a: [x]}\n",
        b="include: base.yaml\nenums: {b: [x]}\n",
        base="enums: {base: [x]}\nmixins: {m: {columns: {c: text}}}\n",
    )
    assert source.problems == ()
    assert sorted(source.data["enums"]) == ["a", "b", "base"]


def test_two_included_files_must_not_contradict(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="include: [a.yaml, b.yaml]\n",
        a="enums: {e: [x]}\nschema: x\n",
        b="schema: y\nenums: {e: [y]}\n",
    )
    assert problems(source) == [
        ("include-conflict", "b.yaml:1:9"),
        ("include-conflict", "b.yaml:2:9"),
    ]


def test_a_cycle_of_includes_is_shown_where_it_closes(tmp_path: Path) -> None:
    source = load(tmp_path, main="include: [a.yaml]\n", a="enums: {}\ninclude: [main.yaml]\n")
    (problem,) = source.problems
    assert str(problem.place) == "a.yaml:2:11"
    assert problem.message == "this file includes itself: main.yaml → a.yaml → main.yaml"


def test_a_missing_include_suggests_a_neighbour(tmp_path: Path) -> None:
    source = load(tmp_path, main="include: [comon.yaml]\n", common="enums: {}\n")
    (problem,) = source.problems
    assert problem.message == "cannot read comon.yaml: there is no such file"
    assert problem.hint == 'did you mean "common.yaml"?'


def test_includes_stay_in_the_repository(tmp_path: Path) -> None:
    source = load(tmp_path, main="include: [../secret.yaml, /etc/hosts]\n")
    assert problems(source) == [("outside", "main.yaml:1:11"), ("outside", "main.yaml:1:27")]


def test_a_link_to_itself_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert problems(load(tmp_path, main="include: loop.yaml\n")) == [
        ("unreadable-file", "main.yaml:1:10")
    ]


def test_what_is_not_a_spec_is_said_at_the_top(tmp_path: Path) -> None:
    assert problems(read_spec(tmp_path / "none.yaml", tmp_path)) == [
        ("unreadable-file", "none.yaml:1:1")
    ]
    assert problems(read_spec(tmp_path, tmp_path.parent))[0][0] == "unreadable-file"
    assert problems(load(tmp_path, main="# nothing\n")) == [("empty-file", "main.yaml:1:1")]
    assert problems(load(tmp_path, main="- a\n")) == [("not-a-mapping", "main.yaml:1:1")]
    assert problems(load(tmp_path, main="some text\n")) == [("not-a-mapping", "main.yaml:1:1")]


def test_mixins_come_after_the_table_s_own_names_and_lose_to_them(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="""
mixins:
  audited: {columns: {id: text, by: text}, indexes: [by], timestamps: true, comment: mixed}
  noted: {columns: {note: text}}
tables:
  a:
    mixins: [audited, noted]
    comment: own
    columns: {id: uuid, note: uuid}
    indexes: [id]
  b: {mixins: noted}
  c: {columns: {id: uuid}}
""",
    )
    assert source.problems == ()
    tables = source.data["tables"]
    assert tables["a"] == {
        "mixins": ["audited", "noted"],
        "comment": "own",
        "columns": {"id": "uuid", "note": "uuid", "by": "text"},
        "indexes": ["id", "by"],
        "timestamps": True,
    }
    assert list(tables["a"]["columns"]) == ["id", "note", "by"]
    assert tables["b"] == {"mixins": "noted", "columns": {"note": "text"}}
    assert tables["c"] == {"columns": {"id": "uuid"}}
    assert str(source.locate(("tables", "a", "columns", "by"), 0, False)) == "main.yaml:3:37"


def test_mixins_may_name_mixins(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="""
mixins:
  a: {mixins: [b], columns: {a: text}}
  b: {columns: {b: text}}
tables: {t: {mixins: [a, b]}}
""",
    )
    assert source.problems == ()
    assert source.data["tables"]["t"]["columns"] == {"a": "text", "b": "text"}


def test_what_is_wrong_with_mixins_is_shown_where_they_are_named(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="""
mixins:
  loop: {mixins: [loop]}
  one: {columns: {a: text}, comment: x}
  two: {columns: {a: uuid}, comment: y}
  list: {checks: [a > 0]}
tables:
  t: {mixins: [on]}
  u: {mixins: [loop]}
  v: {mixins: [one, two]}
  w: {mixins: [list], checks: {c: b > 0}}
""",
    )
    assert problems(source) == [
        ("unknown-mixin", "main.yaml:8:16"),
        ("mixin-loop", "main.yaml:3:19"),
        ("mixin-conflict", "main.yaml:10:21"),
        ("mixin-conflict", "main.yaml:10:21"),
        ("mixin-form", "main.yaml:11:23"),
    ]
    assert source.problems[0].hint == 'did you mean "one"?'


def test_a_body_in_a_file_keeps_its_places_there(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="functions:\n  f: {body_file: sql/f.sql}\n  g: [{body_file: sql/f.sql}]\n",
        sql__f_sql="SELECT 1\n+ nonsense",
    )
    assert source.problems == ()
    assert source.data["functions"]["f"] == {"body": "SELECT 1\n+ nonsense"}
    place = source.locate(("functions", "g", 0, "body"), 11, False)
    assert (str(place), place.excerpt) == ("sql/f.sql:2:3", "+ nonsense")
    assert [file.name for file in source.files] == ["main.yaml", "sql/f.sql"]


def test_a_body_that_cannot_be_read_is_shown_where_it_is_named(tmp_path: Path) -> None:
    source = load(tmp_path, main="functions:\n  f: {body_file: f.sql}\n")
    assert problems(source) == [("unreadable-file", "main.yaml:2:18")]


def test_a_body_must_be_text(tmp_path: Path) -> None:
    (tmp_path / "f.sql").write_bytes(b"SELECT 1\n\xff")
    (tmp_path / "g.sql").write_bytes(b"SELECT\x00")
    text = "functions:\n  f: {body_file: f.sql}\n  g: {body_file: g.sql}\n"
    assert problems(load(tmp_path, main=text)) == [
        ("not-utf8", "f.sql:2:1"),
        ("control-character", "g.sql:1:7"),
    ]


SHOP = """\
schemagen: 1
project: shop
postgres: 15
targets: [drizzle]
tables:
  orders:
    columns: {id: bigint primary key, state: text, note: text}
    indexes: [state, note]
    timestamps: {updated: changed_at}
"""


def test_an_overlay_says_what_is_different(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="schemagen: 1\nproject: main\noverlay: shop.yaml\npostgres: 16\ntables: {orders: "
        "{columns: {note: null, id: uuid, more: text}, indexes: [more], timestamps: true}}\n",
        shop=SHOP,
    )
    assert source.problems == ()
    assert source.data == {
        "schemagen": 1,
        "project": "main",
        "overlay": "shop.yaml",
        "postgres": 16,
        "targets": ["drizzle"],
        "tables": {
            "orders": {
                "columns": {"id": "uuid", "state": "text", "more": "text"},
                "indexes": ["more"],
                "timestamps": True,
            }
        },
    }
    assert list(source.data["tables"]["orders"]["columns"]) == ["id", "state", "more"]
    assert [file.name for file in source.files] == ["main.yaml", "shop.yaml"]


def test_what_an_overlay_merges_keeps_its_place(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="overlay: shop.yaml\ntables: {orders: {columns: {id: uuid}}}\n",
        shop=SHOP,
    )
    columns = ("tables", "orders", "columns")
    assert str(source.locate((*columns, "id"), 0, False)) == "main.yaml:2:33"
    assert str(source.locate((*columns, "note"), 0, False)) == "shop.yaml:7:58"


def test_overlays_lie_over_one_another_and_over_what_they_include(tmp_path: Path) -> None:
    source = load(
        tmp_path,
        main="overlay: one.yaml\nenums: {a: [main]}\n",
        one="overlay: sub/base.yaml\ninclude: more.yaml\nenums: {b: [one]}\n",
        more="enums: {b: [more], c: [more]}\n",
        sub__base="include: ../more.yaml\nenums: {a: [base], b: [base], d: [base]}\n",
    )
    assert source.problems == ()
    assert source.data["enums"] == {"a": ["main"], "b": ["one"], "c": ["more"], "d": ["base"]}


def test_an_overlay_of_itself_or_of_nothing_is_said_where_it_is_asked_for(tmp_path: Path) -> None:
    circle = load(tmp_path, main="overlay: one.yaml\n", one="enums: {}\noverlay: main.yaml\n")
    assert problems(circle) == [("include-loop", "one.yaml:2:10")]
    missing = load(tmp_path, main="overlay: shap.yaml\n", shop=SHOP)
    assert problems(missing) == [("unreadable-file", "main.yaml:1:10")]
    assert missing.problems[0].hint == 'did you mean "shop.yaml"?'
    assert missing.data == {}
