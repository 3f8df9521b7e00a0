"""What the page asks of the library: texts in, texts out, so that nothing but text crosses from JavaScript.

Every rule, message and picture comes from `xmut_rules`. Forms are turned into a term document, which the visitor sees
and may go on editing; nothing is checked on the way, so that what is wrong is reported as for any other term.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypedDict, cast, get_origin

from pydantic import BaseModel

from xmut_rules import (
    PILOT_2020,
    Booking,
    Certificate,
    College,
    Cost,
    ExamDuty,
    ExamSession,
    Policy,
    Project,
    Receipt,
    StaffMember,
    Student,
    Term,
    TermReport,
    TrainingRecord,
    WeeklySeries,
    describe,
    find_readings,
    problems,
    settle_term,
)
from xmut_rules.changes import differences, impact, impact_page
from xmut_rules.explain import explain, find_results, overview
from xmut_rules.files import parse_term
from xmut_rules.policy import FIELDS

Language = Literal["zh", "en"]

_ROWS = (
    *(College, StaffMember, Project, TrainingRecord, WeeklySeries, ExamSession),
    *(ExamDuty, Receipt, Cost, Student, Certificate, Booking),
)
TERM_NAMES = tuple(dict.fromkeys(name for kind in (Term, *_ROWS) for name in kind.model_fields))
_POLICY_NAMES = tuple({part: None for field in FIELDS for part in field.split(".")})


class Refusal(TypedDict):
    """Why an input is unusable: lines for people, and the places that they are about."""

    problems: Sequence[str]
    places: Sequence[str]


class Moves(TypedDict):
    """What a changed policy moves: the changed values, and what everybody gets before and after, as HTML."""

    values: Sequence[str]
    page: str


class Settled(TypedDict):
    """A settled term: its report as the command writes it, a page at a glance, what can be explained, what moved."""

    report: str
    ok: bool
    findings: Mapping[str, int]
    page: str
    subjects: Sequence[tuple[str, str]]
    moves: Moves | None


class PolicyInput(TypedDict):
    """An input of the policy form: a value of the policy, and the options of the reading that decides it, if any."""

    field: str
    part: str
    name: str
    clause: str
    reading: str
    question: str
    value: str
    example: str
    options: Sequence[tuple[str, str]]


def settle(term: str, changes: str, lang: Language) -> str:
    """Return a settled term, or why it cannot be settled, as JSON.

    Args:
        term: the term document.
        changes: an object of policy fields and their new values as text, `{}` for the 2020 document.
        lang: the language of what is shown.
    """
    return _answered(term, changes, lang, lambda found, policy: _settled(found, policy, lang))


def explained(term: str, changes: str, subject: str, name: str, lang: Language) -> str:
    """Return an explanation as JSON: `page` is HTML.

    Args:
        term: the term document.
        changes: as in `settle`.
        subject: `settlement`, `person` or `certificate`, or `report` for all of it.
        name: its id; empty for a report.
        lang: the language of what is shown.
    """

    def page(found: Term, policy: Policy) -> object:
        report = settle_term(found, policy=policy)
        asked: dict[str, Any] = {subject: name}
        results = (report,) if subject == "report" else find_results(report, **asked)
        chosen = results[0] if len(results) == 1 else results
        return {"page": _below(explain(chosen, lang=lang, style="html"))}

    return _answered(term, changes, lang, page)


def policy_inputs(lang: Language) -> str:
    """Return the inputs of the policy form as JSON, in the order of the policy's fields."""
    return _json([_policy_input(field, lang) for field in FIELDS if not field.startswith("document.")])


def form_term(form: str) -> str:
    """Return the term document that a form comes to, as text to be edited.

    Args:
        form: an object of the form's fields: text each, or rows of text; empty text is null.
    """
    given = {name: _filled(value) for name, value in json.loads(form).items()}
    training, sessions, costs, certificates = (
        [*enumerate(cast("list[dict[str, object]]", given.get(table, [])), start=1)]
        for table in ("training", "sessions", "costs", "certificates")
    )
    fee = {"receipt_id": "I01", "project_id": "P1", "college_id": "C01", "kind": "fee", "account": "ACC"}
    student = {"student_id": "ST01", "name": "学生01"}
    document = {
        "format": "xmut-rules/term/1",
        "term": given.get("term"),
        "as_of": given.get("as_of"),
        "designated_accounts": ["ACC"],
        "colleges": [{"college_id": "C01", "name": "二级学院甲"}, {"college_id": "C02", "name": "二级学院乙"}],
        "staff": [{"staff_id": "T01", "name": "教师甲", "college_id": "C01"}],
        "projects": [_project(given)],
        "training": [
            {"record_id": f"TR{place:02}", "project_id": "P1", "staff_id": "T01", **row} for place, row in training
        ],
        "sessions": [
            {"session_id": f"S{place:02}", "project_id": "P1", "subject": "考试", "room": None, **row}
            | {"notified_at": given.get("notified_at")}
            for place, row in sessions
        ],
        "duties": [
            {"duty_id": f"D{place:02}", "session_id": f"S{place:02}", "staff_id": "T01", "role": "监考"}
            for place, _ in sessions
        ],
        "receipts": [{**fee, "amount": given["fees"], "date": given.get("as_of")}] if "fees" in given else [],
        "costs": [{"cost_id": f"X{place:02}", "project_id": "P1", "funded_by": "fees", **row} for place, row in costs],
        "students": [
            {**student, **{name: given.get(name) for name in ("enrolled_on", "graduated_on")}} for _ in certificates[:1]
        ],
        "certificates": [
            {"certificate_id": f"K{place:02}", "student_id": "ST01", **row}
            | {"issuer_recognized": row.get("issuer_recognized") == "yes"}
            for place, row in certificates
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _project(given: Mapping[str, object]) -> Mapping[str, object]:
    weights = {college: given.get(f"weight_{college}") for college in ("C01", "C02")}
    colleges = {college: _whole(weight) for college, weight in weights.items() if weight is not None}
    row = {"project_id": "P1", "name": "示例项目", "certificate": "证书A", "level": "中级"}
    return {**row, "colleges": colleges or {"C01": 1}, "prior_loss": given.get("prior_loss") or "0.00"}


def _filled(value: object) -> object:
    """Return a field of a form with null where it is empty."""
    if isinstance(value, list):
        rows = cast("list[dict[str, str]]", value)
        return [{name: text or None for name, text in row.items()} for row in rows]
    return value or None


def _whole(text: object) -> object:
    """Return a whole number as one; any other text stays, for the library to refuse."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"[0-9]{1,9}", text) else text


def _answered(term: str, changes: str, lang: Language, answer: Callable[[Term, Policy], object]) -> str:
    """Return the answer about a term under a policy, or everything that is wrong with the two."""
    refusal: list[tuple[ValueError, Sequence[str]]] = []
    policy: Policy | None = None
    document: Term | None = None
    try:
        policy = _policy(json.loads(changes))
    except ValueError as error:
        refusal.append((error, _POLICY_NAMES))
    try:
        document = parse_term(term.encode())
    except ValueError as error:
        refusal.append((error, TERM_NAMES))
    if policy is not None and document is not None:
        return _json(answer(document, policy))
    lines = [line for error, known in refusal for line in describe(error, lang=lang, known=known)]
    places = [problem.place for error, _ in refusal for problem in problems(error)]
    return _json(Refusal(problems=lines, places=places))


def _policy(changes: Mapping[str, str]) -> Policy:
    """Return the 2020 document with changed values.

    Raises:
        ValidationError: a value that its field does not take.
    """
    parts: dict[str, object] = {}
    for field, text in changes.items():
        part, _, name = field.partition(".")
        if name:
            cast("dict[str, object]", parts.setdefault(part, {}))[name] = _value(field, text.strip())
        else:
            parts[part] = text.strip() or None
    return PILOT_2020.amended(**parts)


def _value(field: str, text: str) -> object:
    """Return a policy's value from its text, which is written as `differences` shows it."""
    if field == "credits.by_level":
        rows = (row.split(maxsplit=2) for row in re.split("[;；]", text) if row.strip(" -"))
        return [dict(zip(("level", "credits", "category"), row, strict=False)) for row in rows]
    is_whole = isinstance(_issued(field), int) or field == "schedule.notice_days"
    return _whole(text or None) if is_whole else text or None


def _issued(field: str) -> object:
    """Return a value of the 2020 document."""
    part, _, name = field.partition(".")
    value: object = getattr(PILOT_2020, part)
    return getattr(value, name) if name else value


def _policy_input(field: str, lang: Language) -> PolicyInput:
    noted, value = FIELDS[field], _issued(field)
    question = next(iter(find_readings(field=field)), None)
    part, _, name = field.partition(".")
    terms: object = getattr(PILOT_2020, part)
    kind = type(terms).model_fields[name].annotation if isinstance(terms, BaseModel) else None
    options = question.options if question and get_origin(kind) is Literal else ()
    return PolicyInput(
        field=field,
        part=part if name else "",
        name=noted.name.to(lang),
        clause=noted.clause,
        reading=question.id if question else "",
        question=question.question.to(lang) if question else "",
        value="" if value in (None, ()) else f"{value}",
        example="初级 1; 中级 2" if field == "credits.by_level" else "",
        options=[(option.value, option.meaning.to(lang)) for option in options],
    )


def _settled(term: Term, policy: Policy, lang: Language) -> Settled:
    report = settle_term(term, policy=policy)
    severities = [found.severity for found in report.findings]
    return Settled(
        report=report.to_json() + "\n",
        ok=report.ok,
        findings={name: severities.count(name) for name in ("error", "warning", "hint")},
        page=_below(overview(report, lang=lang, style="html")),
        subjects=[*_subjects(report)],
        moves=_moves(term, policy, lang) if policy != PILOT_2020 else None,
    )


def _subjects(report: TermReport) -> Iterator[tuple[str, str]]:
    """Return what of a report can be explained by itself: kind and id."""
    yield from (("settlement", row.project_id) for row in report.settlements)
    yield from (("person", row.staff_id) for row in report.payroll)
    yield from (("certificate", row.certificate_id) for row in report.credits.decisions)


def _moves(term: Term, policy: Policy, lang: Language) -> Moves:
    sources = dict.fromkeys(FIELDS, "本页改动" if lang == "zh" else "changed on this page")
    values = [difference.message(lang) for difference in differences(PILOT_2020, policy, sources=sources)]
    return Moves(values=values, page=_below(impact_page(impact(term, PILOT_2020, policy), lang=lang, style="html")))


def _below(page: str) -> str:
    """Return a page of the library with its headings two levels down, under those of the page it is put on."""
    return re.sub(r"<(/?)h([1-3])>", lambda found: f"<{found[1]}h{int(found[2]) + 2}>", page)


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False)
