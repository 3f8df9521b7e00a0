"""Pay, credits and the report of a term as a FastAPI service; what is wrong with a body is answered with 422.

In this folder: `uvicorn fastapi_service:app`; the description of the service is at `/docs` and `/openapi.json`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from xmut_rules import (
    PILOT_2020,
    Certificate,
    CreditReport,
    ExamDuty,
    ExamPay,
    ExamSession,
    Problem,
    Student,
    Term,
    TermReport,
    TrainingPay,
    TrainingRecord,
    exam_pay,
    problems,
    recognize_credits,
    settle_term,
    training_pay,
)


@dataclass
class Problems:
    """What is wrong with a body, each with its place, its code and what to do in Chinese and English."""

    problems: tuple[Problem, ...]


app = FastAPI(title="1+X", responses={422: {"model": Problems}})


@app.exception_handler(RequestValidationError)  # a field is wrong
@app.exception_handler(ValueError)  # the rows do not fit together
async def answer_problems(_request: Request, error: Exception) -> JSONResponse:
    """Answer what is wrong, in both languages."""
    return JSONResponse(jsonable_encoder(Problems(problems(error))), status_code=422)


@app.post("/training-pay")
def training(records: list[TrainingRecord]) -> TrainingPay:
    """Training pay of some records (§3.5.2.1)."""
    return training_pay(records, policy=PILOT_2020)


@app.post("/exam-pay")
def exams(sessions: Annotated[list[ExamSession], Body()], duties: Annotated[list[ExamDuty], Body()]) -> ExamPay:
    """Duty pay of exam sessions (§3.5.2.2b)."""
    return exam_pay(sessions, duties, policy=PILOT_2020)


@app.post("/credits")
def recognize(
    as_of: Annotated[date, Body()],
    certificates: Annotated[list[Certificate], Body()],
    students: Annotated[list[Student], Body()],
) -> CreditReport:
    """Credits for certificates, as decided on a day (§3.4a)."""
    return recognize_credits(certificates, students, as_of=as_of, policy=PILOT_2020)


@app.post("/settle")
def settle(term: Term) -> TermReport:
    """The report on a whole term."""
    return settle_term(term, policy=PILOT_2020)
