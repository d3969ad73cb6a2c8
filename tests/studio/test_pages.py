"""What a person sees in the studio, and what becomes of what is typed there."""

from __future__ import annotations

import re

import psycopg

from schemagen.studio.pages.relation import links_of
from schemagen.studio.relations import Reference
from schemagen.studio.serving import served, studio_of
from schemagen.studio.visit import Studio
from tests.studio.conftest import ANNE, BERT
from tests.studio.visiting import Answer, Browser


def agents(browser: Browser, **query: str) -> Answer:
    return browser.find("/rows", schema="public", name="agents", **query)


def names(answer: Answer) -> list[str]:
    return sorted(
        cell for row in answer.rows() for cell in row if re.match("(Anne|Bert|New)", cell)
    )


def own_row(browser: Browser, name: str) -> str:
    """Return the address of the page of an agent."""
    found = agents(browser, c="name", o="eq", v=name)
    [address] = found.links("open")
    return address


def digest(answer: Answer) -> str:
    found = re.search(r'name="digest" value="(\w+)"', answer.text)
    assert found
    return found[1]


def test_members_see_their_own_rows_and_the_policies_that_let_them_through(
    browser: Browser,
) -> None:
    assert names(agents(browser)) == ["Anne one", "Anne two", "Bert one"]
    browser.look_as("member", user_id=ANNE)
    seen = agents(browser)
    assert names(seen) == ["Anne one", "Anne two"]
    assert "agents_member_select" in seen.rows()[0][1]
    assert f"as member user_id {ANNE}" in seen.said
    browser.look_as("member", user_id=BERT)
    assert names(agents(browser)) == ["Bert one"]
    browser.look_as("anonymous")
    assert names(agents(browser)) == []


def test_what_is_hidden_from_an_actor_can_be_shown(browser: Browser) -> None:
    browser.look_as("member", user_id=BERT)
    rows = agents(browser, show="all").rows()
    assert {row[4]: row[1] for row in rows} == {
        "Anne one": "hidden",
        "Anne two": "hidden",
        "Bert one": "seen",
    }
    why = browser.get(agents(browser, show="all", c="name", o="eq", v="Anne one").links("why")[0])
    assert "Why member does not see it" in why.said
    assert "agents_member_select" in why.said
    assert "does not let it through" in why.said
    assert "Save" not in why.said
    browser.look_as("member", user_id=ANNE)
    assert "does not let it through" not in browser.get(own_row(browser, "Anne one")).said


def test_who_connects_without_rights_looks_as_those_whose_role_it_has(trust: Studio) -> None:
    assert trust.url
    with psycopg.connect(trust.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE studio_login LOGIN; GRANT trust_member TO studio_login")
    login = f"{trust.url}&user=studio_login"
    with served(studio_of(trust.root, "trust", login)) as studio:
        browser = Browser(studio)
        browser.enter()
        assert names(agents(browser)) == []
        browser.look_as("member", user_id=BERT)
        assert names(agents(browser)) == ["Bert one"]
        assert names(browser.post("/sql", {"sql": "TABLE agents"})) == ["Bert one"]
        browser.look_as("system")
        refused = agents(browser)
        assert '"studio_login" cannot look as system' in refused.said
        assert "GRANT trust_system TO studio_login" in refused.said


def test_values_are_told_apart_and_are_no_markup(browser: Browser) -> None:
    page = browser.get(own_row(browser, "Bert one"))
    assert "&lt;b&gt;his&lt;/b&gt;" in page.text
    assert '<span class="null">NULL</span>' in browser.get(own_row(browser, "Anne one")).text
    assert "empty text" in browser.get(own_row(browser, "Anne two")).said


def test_a_member_changes_what_policies_and_privileges_let_it(browser: Browser) -> None:
    browser.look_as("member", user_id=ANNE)
    address = own_row(browser, "Anne one")
    page = browser.get(address)
    assert 'name="value.trust_score"' not in page.text
    form = {"digest": digest(page), "value.name": "Anne one", "how.description": "value"}
    form |= {"value.config": "{}", "value.status": "active"}
    saved = browser.post(address, {**form, "value.description": "NULL"})
    assert saved.status == 303
    assert "The row is saved." in browser.get(saved.headers["location"]).said
    again = browser.post(address, {**form, "value.description": "lost?"})
    assert (again.status, "changed by somebody else" in again.said) == (422, True)
    assert "lost?" in again.text
    now = browser.get(address)
    assert '<span class="value">NULL</span>' in now.text
    form |= {"digest": digest(now), "how.description": "null"}
    assert browser.post(address, form).status == 303
    same = browser.post(address, {"how.description": "null"})
    assert "Nothing was different" in browser.get(same.headers["location"]).said
    assert '<span class="null">NULL</span>' in browser.get(address).text


def test_what_postgresql_refuses_is_said_and_what_was_typed_is_kept(browser: Browser) -> None:
    address = own_row(browser, "Bert one")
    form = {"digest": digest(browser.get(address)), "value.name": "", "value.trust_score": "many"}
    answer = browser.post(address, form)
    assert answer.status == 422
    assert 'invalid input syntax for type integer: "many"' in answer.said
    assert ">\nmany</textarea>" in answer.text


def test_a_deletion_asks_and_says_what_goes_with_it(browser: Browser) -> None:
    new = {"how.owner_id": "value", "value.owner_id": ANNE, "value.name": "New one"}
    inserted = browser.post("/row/new?schema=public&name=agents", new)
    assert inserted.status == 303
    row = own_row(browser, "New one")
    key = row.rpartition("key=")[2]
    course = {"value.agent_id": key, "value.course": "law", "how.completed_at": "null"}
    assert browser.post("/row/new?schema=public&name=academy_progress", course).status == 303
    [deletion] = browser.get(row).links("Delete it …")
    asked = browser.get(deletion)
    assert "public.academy_progress : 1 row is deleted" in asked.said
    assert "public.agents : 1 row is deleted" in asked.said
    assert names(agents(browser)) == ["Anne one", "Anne two", "Bert one", "New one"]
    assert browser.post(deletion, {"digest": "stale"}).status == 422
    assert browser.post(deletion, {"digest": digest(asked)}).status == 303
    assert names(agents(browser)) == ["Anne one", "Anne two", "Bert one"]


def test_relationships_are_followed_both_ways(browser: Browser) -> None:
    owner = agents(browser, c="name", o="contains", v="BERT")
    [to] = owner.links(BERT)
    [profile] = browser.get(to).links("open")
    page = browser.get(profile)
    listing = browser.find("/rows", schema="public", name="marketplace_listings")
    assert "name=profiles" in listing.links(BERT)[0]
    assert names(browser.get(page.links("public.agents")[0])) == ["Bert one"]


def test_a_column_of_several_keys_leads_where_it_leads_alone() -> None:
    def key(name: str, table: str, *columns: str) -> Reference:
        return Reference(
            name=name,
            inward=False,
            schema="public",
            table=table,
            on_delete="a",
            columns=columns,
            other_columns=columns,
        )

    both = [key("a", "agents", "agent"), key("b", "listings", "listing", "agent")]
    links = links_of(both, {"agent": "1", "listing": "2"})
    assert {name: "name=listings" in to for name, to in links.items()} == {
        "agent": False,
        "listing": True,
    }


def test_pages_follow_the_key_there_and_back(browser: Browser) -> None:
    first = browser.find("/rows", schema="odd", name="numbers")
    second = browser.get(first.links("Next 50")[0])
    third = browser.get(second.links("Next 50")[0])
    keys = [row[1] for page in (first, second, third) for row in page.rows()]
    assert keys == [str(number) for number in range(1, 121)]
    assert third.links("Next 50") == []
    assert browser.get(third.links("Previous")[0]).rows() == second.rows()
    back = browser.get(second.links("Previous")[0])
    assert (back.rows(), back.links("Previous")) == (first.rows(), [])


def test_tables_without_a_key_views_and_partitions_are_shown(browser: Browser) -> None:
    first = browser.find("/rows", schema="odd", name="keyless")
    rest = browser.get(first.links("Next 50")[0])
    assert (len(first.rows()), len(rest.rows())) == (50, 10)
    gone = browser.get(rest.links("open")[0])
    assert browser.get(gone.links("Delete it …")[0]).status == 200
    assert sorted(browser.find("/rows", schema="odd", name="few").rows()) == [
        ["0", "20"],
        ["1", "20"],
        ["2", "20"],
    ]
    parts = browser.find("/rows", schema="odd", name="parts")
    assert [row[1:] for row in parts.rows()] == [
        ["2026-02-01", "a", "NULL", "NULL"],
        ["2026-02-01", "b", "[1,5)", "\\xff00"],
    ]


def test_odd_names_and_any_type_can_be_changed(browser: Browser) -> None:
    numbers = browser.find("/rows", schema="odd", name="numbers", c="id", o="eq", v="7")
    address = numbers.links("open")[0]
    form = {"digest": digest(browser.get(address)), "value.100% 'odd'": "x'%"}
    assert browser.post(address, form).status == 303
    assert "x'%" in browser.get(address).said.partition("Change it")[0]
    refused = browser.post(
        address, {**form, "value.100% 'odd'": "long", "digest": digest(browser.get(address))}
    )
    assert "value too long for type character varying(3)" in refused.said
    part = browser.find("/rows", schema="odd", name="parts").links("open")[1]
    form = {"digest": digest(browser.get(part)), "how.span": "value", "value.span": "[2,3]"}
    assert browser.post(part, {**form, "how.secret": "null"}).status == 303
    assert "span [2,4) secret NULL" in browser.get(part).said


def test_a_filter_that_does_not_fit_is_said(browser: Browser) -> None:
    assert "invalid input syntax for type uuid" in agents(browser, c="id", o="eq", v="x").said
    assert agents(browser, c="secret", o="eq", v="x").status == 422
    browser.look_as("anonymous")
    refused = browser.find("/rows", schema="public", name="profiles", c="email", o="eq", v="x")
    assert 'has no column "email" that this actor may read' in refused.said
    browser.look_as("")
    assert names(agents(browser, c="description", o="null", v="")) == ["Anne one"]


def test_the_list_says_what_an_actor_may(browser: Browser) -> None:
    browser.look_as("anonymous")
    listed = {row[0]: row[3] for row in browser.get("/").rows()}
    assert listed["public.agents"] == "read"
    assert listed["public.observer_events"] == "nothing"
    denied = browser.find("/rows", schema="public", name="observer_events")
    assert (denied.status, "no privilege to read this" in denied.said) == (200, True)
    profiles = browser.find("/rows", schema="public", name="profiles")
    assert "anne@example.com" not in profiles.text


def test_a_view_may_be_written_only_where_postgresql_lets_anybody(browser: Browser) -> None:
    listed = {row[0]: row[3] for row in browser.get("/").rows()}
    assert listed["odd.plain"] == "read, insert, update, delete"
    assert (listed["odd.joined"], listed["odd.stored"]) == ("read", "read")
    assert listed["odd.helped"] == "read, insert"
    joined = browser.find("/rows", schema="odd", name="joined")
    assert (joined.links("New row"), "read, insert" in joined.said) == ([], False)
    helped = browser.find("/rows", schema="odd", name="helped")
    assert (len(helped.links("New row")), "read, insert" in helped.said) == (1, True)


def test_rows_of_no_table_lead_to_the_list(browser: Browser) -> None:
    assert browser.get("/rows").headers["location"] == "/"
    assert browser.get("/rows?name=agents").headers["location"] == "/?search=agents"
    row = browser.get("/row")
    assert "this address names no table" in row.said
    assert "choose one in the list of all tables" in row.said


def test_many_tables_come_page_by_page_and_are_found(browser: Browser) -> None:
    first = browser.get("/")
    second = browser.get(first.links("Next")[0])
    listed = [row[0] for page in (first, second) for row in page.rows()]
    assert len(first.rows()) == 200
    assert (len(listed), listed) == (220, sorted(set(listed)))
    assert [row[0] for row in browser.find("/", search="MAL 7").rows()][:2] == [
        "zoo.animal 7",
        "zoo.animal 70",
    ]


def test_what_schemagen_keeps_for_itself_is_a_list_of_its_own(browser: Browser) -> None:
    everything = browser.get("/")
    assert "public.agents" in everything.said
    assert browser.find("/", search="gone").rows() == []
    [link] = everything.links("Tables of schemagen")
    assert [row[0] for row in browser.get(link).rows()] == [
        "schemagen_archive_20260101_public.gone"
    ]


def test_a_claim_that_is_none_of_its_type_is_said_before_anything_is_read(browser: Browser) -> None:
    form = {"actor": "member", "back": "/", "claim.member.user_id": "notauuid"}
    answer = browser.post("/as", form)
    assert answer.status == 422
    said = 'claim "user_id": invalid input syntax for type uuid: "notauuid"'
    assert said in answer.said
    assert 'value="notauuid"' in answer.text
    assert len(names(agents(browser))) == 3


def test_a_value_that_is_refused_is_told_with_its_column(browser: Browser) -> None:
    new = browser.post("/row/new?schema=public&name=agents", {"value.owner_id": ""})
    assert new.status == 422
    assert 'column "owner_id": invalid input syntax for type uuid: ""' in new.said
    address = own_row(browser, "Bert one")
    form = {"digest": digest(browser.get(address)), "value.trust_score": "many"}
    assert 'column "trust_score": invalid input' in browser.post(address, form).said


def test_claims_are_suggested_and_are_nobody_elses_after(browser: Browser) -> None:
    assert ANNE in browser.get("/as").text
    answer = browser.post("/as", {"actor": "member", "back": "//evil.example/"})
    assert answer.headers["location"] == "/"
    assert names(agents(browser)) == []
    browser.cookies = {
        name: value for name, value in browser.cookies.items() if "actor" not in name
    }
    assert len(names(agents(browser))) == 3


def test_sql_is_run_as_the_actor_and_its_plan_shown(browser: Browser) -> None:
    browser.look_as("member", user_id=BERT)
    result = browser.post("/sql", {"sql": "SELECT name, NULL FROM agents", "action": "run"})
    assert names(result) == ["Bert one"]
    assert "InitPlan" in browser.post("/sql", {"sql": "TABLE agents", "action": "explain"}).text
    refused = browser.post("/sql", {"sql": "DELETE FROM agents"})
    assert (refused.status, "DELETE is no query" in refused.said) == (422, True)


def test_what_is_pending_and_what_drifted_is_shown(browser: Browser) -> None:
    pending = browser.get("/migrations").said
    assert "7 migrations are to be applied" in pending
    assert "AUTHZ_UPDATE" in pending
    compared = browser.get("/drift?compare=now")
    assert "No difference: the database is what the spec says." in compared.said
