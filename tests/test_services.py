"""The two example services, called in process: what they answer to good bodies, and to wrong ones in both languages."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xmut_rules import (
    PILOT_2020,
    Term,
    exam_pay,
    problems,
    read_term,
    recognize_credits,
    settle_term,
    training_pay,
)
from xmut_rules.base.error_codes import ERROR_CODES

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
TERM = read_term(EXAMPLES / "clean" / "term.json")
DOCUMENT: dict[str, Any] = json.loads((EXAMPLES / "clean" / "term.json").read_text("utf-8"))
AS_OF = date(2022, 1, 31)
BODIES: dict[str, Any] = {
    "training-pay": DOCUMENT["training"],
    "exam-pay": {"sessions": DOCUMENT["sessions"], "duties": DOCUMENT["duties"]},
    "credits": {"as_of": f"{AS_OF}", "certificates": DOCUMENT["certificates"], "students": DOCUMENT["students"]},
    "settle": DOCUMENT,
}
RESULTS: dict[str, Any] = {
    "training-pay": training_pay(TERM.training, policy=PILOT_2020),
    "exam-pay": exam_pay(TERM.sessions, TERM.duties, policy=PILOT_2020),
    "credits": recognize_credits(TERM.certificates, TERM.students, as_of=AS_OF, policy=PILOT_2020),
    "settle": settle_term(TERM, policy=PILOT_2020),
}
Found = list[dict[str, str]]
Post = Callable[[str, bytes], tuple[int, bytes]]


def module(name: str) -> Any:
    """Import an example service."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / "services" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded  # Django finds its paths by the name
    spec.loader.exec_module(loaded)
    return loaded


FASTAPI, DJANGO = module("fastapi_service"), module("django_service")


def fastapi_post() -> Post:
    """Return what posts to the FastAPI service."""
    client: Any = import_module("fastapi.testclient").TestClient(FASTAPI.app, raise_server_exceptions=False)

    def post(path: str, body: bytes) -> tuple[int, bytes]:
        answer = client.post(f"/{path}", content=body, headers={"content-type": "application/json"})
        return answer.status_code, answer.content

    return post


def django_post() -> Post:
    """Return what posts to the Django service."""
    client: Any = import_module("django.test").Client(raise_request_exception=False)

    def post(path: str, body: bytes) -> tuple[int, bytes]:
        answer = client.post(f"/{path}", data=body, content_type="application/json")
        return answer.status_code, answer.content

    return post


SERVICES: Mapping[str, Post] = {"fastapi": fastapi_post(), "django": django_post()}


def put(body: Any, path: str, value: object) -> Any:
    """Return a body with one place changed; the places of the path are divided by dots."""
    changed = copy.deepcopy(body)
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    node = changed
    for step in steps:
        node = node[step]
    node[last] = value
    return changed


def found_by(service: str, path: str, body: bytes) -> Found:
    """Return what a service finds wrong with a body, with the places counted from the body."""
    status, answer = SERVICES[service](path, body)
    assert status == 422, answer
    found: Found = json.loads(answer)["problems"]
    return [{**problem, "place": re.sub(r"^body\.?", "", problem["place"])} for problem in found]


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("service", SERVICES)
def test_a_good_body_is_answered_with_the_result(service: str, path: str) -> None:
    """The answer is what the function gives for the same rows, as its JSON."""
    status, answer = SERVICES[service](path, json.dumps(BODIES[path]).encode())
    assert (status, json.loads(answer)) == (200, json.loads(RESULTS[path].to_json()))


WRONG: list[tuple[str, str, object, str, str]] = [
    ("training-pay", "0.date", "2021-02-29", "[0].date", "day"),
    ("training-pay", "1.quantity", 1.5, "[1].quantity", "float"),
    ("training-pay", "0.record_id", " TR01", "[0].record_id", "id"),
    ("exam-pay", "sessions.0.start", "2021-05-29", "sessions[0].start", "moment"),
    ("exam-pay", "duties.0.session_id", "S99", "duties[0].session_id", "unknown-id"),
    ("exam-pay", "duties.1.duty_id", DOCUMENT["duties"][0]["duty_id"], "duties[1]", "repeated-id"),
    ("exam-pay", "duties.0.rôle", "x", "duties[0].rôle", "extra_forbidden"),
    ("credits", "certificates.0.level", "特级", "certificates[0].level", "level"),
    ("credits", "certificates.0.issuer_recognized", "yes", "certificates[0].issuer_recognized", "bool_type"),
    ("settle", "receipts.0.amount", "1e3", "receipts[0].amount", "amount"),
    ("settle", "costs.0.project_id", "P99", "costs[0].project_id", "unknown-id"),
    ("settle", "training", 7, "training", "tuple_type"),
    ("settle", "format", "xmut-rules/term/9", "format", "literal_error"),
]


@pytest.mark.parametrize(("path", "change", "value", "place", "code"), WRONG)
@pytest.mark.parametrize("service", SERVICES)
def test_a_wrong_body_is_answered_in_both_languages(
    service: str, path: str, change: str, value: object, place: str, code: str
) -> None:
    """The answer is 422 with the place, the code, and what is wrong in Chinese and in English."""
    (problem,) = found_by(service, path, json.dumps(put(BODIES[path], change, value)).encode())
    assert (problem["place"], problem["code"], set(problem)) == (place, code, {"place", "code", "zh", "en"})
    assert re.search("[\u4e00-\u9fff]", problem["zh"])
    assert re.search("[a-z]{3}", problem["en"])
    assert "{" not in problem["zh"] + problem["en"]


def test_both_services_say_the_same() -> None:
    """All errors of a body at once, at the same places, with the same codes and words."""
    for path, change, value, _, code in WRONG:
        body = json.dumps(put(BODIES[path], change, value)).encode()
        found = [found_by(service, path, body) for service in SERVICES]
        assert found[0] == found[1]
        assert code in ERROR_CODES
    rows = [{**BODIES["training-pay"][0], "date": None, "unit": "week", "amount": 1}, {}]
    found = [found_by(service, "training-pay", json.dumps(rows).encode()) for service in SERVICES]
    assert found[0] == found[1]
    assert [problem["place"] for problem in found[0]][:3] == ["[0].date", "[0].unit", "[0].amount"]
    assert len(found[0]) == 3 + 6


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[[[", b"7", b"null", b'"x"', b"[7]", b"{}", b'{"a": NaN}'])
@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("service", SERVICES)
def test_what_is_no_body_at_all_is_answered_too(service: str, path: str, body: bytes) -> None:
    """Nothing, broken JSON and JSON of another kind are 422 with a code and both languages, never 500."""
    if (service, body) == ("fastapi", b"\xff"):
        assert SERVICES[service](path, body)[0] == 400  # FastAPI's own answer where a body is no text
        return
    for problem in found_by(service, path, body):
        assert re.search("[\u4e00-\u9fff]", problem["zh"])
        assert problem["code"] in {*ERROR_CODES, "date_from_datetime_parsing"}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([*BODIES]), st.data())
def test_whatever_stands_in_a_body_is_answered(path: str, data: st.DataObject) -> None:
    """With any JSON value at any place of a good body both services answer 200 or 422, and the same status."""
    body, change = BODIES[path], data.draw(places(BODIES[path]))
    sent = json.dumps(put(body, change, data.draw(values))).encode()
    statuses = {name: post(path, sent)[0] for name, post in SERVICES.items()}
    assert set(statuses.values()) <= {200, 422}
    if path != "credits":  # its `as_of` is the frameworks' own date, which FastAPI reads from numbers, too
        assert len(set(statuses.values())) == 1


def places(body: Any) -> st.SearchStrategy[str]:
    """Return a strategy of places in a body: fields of its first rows, and what holds them."""
    found: list[str] = []

    def walk(node: Any, *path: str) -> None:
        if path:
            found.append(".".join(path))
        if isinstance(node, dict):
            fields: dict[str, Any] = node  # pyright: ignore[reportUnknownVariableType]
            for name, part in fields.items():
                walk(part, *path, name)
        elif type(node) is list and node:
            walk(node[0], *path, "0")

    walk(body)
    return st.sampled_from(found)


def test_the_description_of_the_service_is_small() -> None:
    """The OpenAPI document of four endpoints is below 30 kB as it is sent, and names each plain type once."""
    answer = import_module("fastapi.testclient").TestClient(FASTAPI.app).get("/openapi.json")
    assert len(answer.content) < 30_000
    schemas = answer.json()["components"]["schemas"]
    assert {"Id", "Text", "Day", "ClockTime", "Moment", "Yuan", "ClassHours", "Problem"} <= set(schemas)
    patterns = re.findall(r'"pattern":"(.*?)(?<!\\)"', answer.text)
    assert len(patterns) == len(set(patterns))
    for path in BODIES:
        operation = answer.json()["paths"][f"/{path}"]["post"]
        assert set(operation["responses"]) == {"200", "422"}
        described = operation["responses"]["422"]["content"]["application/json"]["schema"]
        assert described == {"$ref": "#/components/schemas/Problems"}


def test_the_description_accepts_what_the_service_accepts() -> None:
    """By its OpenAPI schema every good body is valid, every answer is as described, and a wrong form is not."""
    description: Any = FASTAPI.app.openapi()

    def validator(schema: Mapping[str, Any]) -> Any:
        whole = {**schema, "components": description["components"]}
        jsonschema.Draft202012Validator.check_schema(whole)
        return jsonschema.Draft202012Validator(whole)

    for path, body in BODIES.items():
        operation = description["paths"][f"/{path}"]["post"]
        request = validator(operation["requestBody"]["content"]["application/json"]["schema"])
        assert request.is_valid(body)
        response = validator(operation["responses"]["200"]["content"]["application/json"]["schema"])
        assert response.is_valid(json.loads(RESULTS[path].to_json()))
        forms = {
            "day",
            "float",
            "id",
            "moment",
            "extra_forbidden",
            "bool_type",
            "amount",
            "tuple_type",
            "literal_error",
        }
        for own, change, value, _, code in WRONG:
            if own == path and code in forms:
                assert not request.is_valid(put(body, change, value)), (path, change)


def test_a_term_that_pydantic_reads_is_described_as_the_service_describes_it() -> None:
    """Place, code and words of a service are those of `problems`."""
    wrong = put(DOCUMENT, "receipts.0.amount", "1e3")
    with pytest.raises(ValueError) as raised:
        Term.model_validate_json(json.dumps(wrong))
    (problem,) = problems(raised.value)
    (answered,) = found_by("fastapi", "settle", json.dumps(wrong).encode())
    assert answered == {"place": problem.place, "code": problem.code, "zh": problem.zh, "en": problem.en}


PAGE = (EXAMPLES.parent / "en" / "web-services.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    """Return the blocks of a kind in the page, which are the same in both languages (tests/docs)."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_shows_the_services_as_they_are() -> None:
    """Every excerpt of code stands in a service."""
    source = "".join((EXAMPLES / "services" / f"{name}_service.py").read_text("utf-8") for name in SERVICES)
    assert [block for block in blocks("py") if block not in source] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_answer_on_the_page_is_the_answer(service: str) -> None:
    """The command of the page gets the answer of the page, from either service."""
    (sent,) = re.findall(r"-d '(.*?)'", "".join(blocks("sh")), re.DOTALL)
    (answered,) = blocks("json")
    found = [{**row, "place": row["place"].removeprefix("body")} for row in json.loads(answered)["problems"]]
    assert found_by(service, "training-pay", sent.encode()) == found
