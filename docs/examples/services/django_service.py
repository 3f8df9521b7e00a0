"""Pay, credits and the report of a term as a Django service; what is wrong with a body is answered with 422.

In this folder: `python django_service.py runserver`. In a project of your own, the views and their paths are enough.
"""

import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import BaseModel, TypeAdapter

from xmut_rules import (
    PILOT_2020,
    Certificate,
    CreditReport,
    ExamDuty,
    ExamPay,
    ExamSession,
    Student,
    TermReport,
    TrainingPay,
    TrainingRecord,
    exam_pay,
    problems,
    recognize_credits,
    settle_term,
    training_pay,
)
from xmut_rules.files import parse_term

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
        ROOT_URLCONF=__name__,
        SECRET_KEY=secrets.token_hex(),
        DATA_UPLOAD_MAX_MEMORY_SIZE=64 * 1024 * 1024,  # Django's own limit is 2.5 MiB
    )


class Exams(BaseModel):
    """Exam sessions with who was on duty."""

    sessions: tuple[ExamSession, ...]
    duties: tuple[ExamDuty, ...]


class Credits(BaseModel):
    """Certificates filed, their students, and the day on which they are decided."""

    as_of: date
    certificates: tuple[Certificate, ...]
    students: tuple[Student, ...]


RECORDS = TypeAdapter(tuple[TrainingRecord, ...])


def pay_for_training(body: bytes) -> TrainingPay:
    """Training pay of some records (§3.5.2.1)."""
    return training_pay(RECORDS.validate_json(body), policy=PILOT_2020)


def pay_for_exams(body: bytes) -> ExamPay:
    """Duty pay of exam sessions (§3.5.2.2b)."""
    exams = Exams.model_validate_json(body)
    return exam_pay(exams.sessions, exams.duties, policy=PILOT_2020)


def credits_for_certificates(body: bytes) -> CreditReport:
    """Credits for certificates, as decided on a day (§3.4a)."""
    filed = Credits.model_validate_json(body)
    return recognize_credits(filed.certificates, filed.students, as_of=filed.as_of, policy=PILOT_2020)


def settle(body: bytes) -> TermReport:
    """The report on a whole term."""
    return settle_term(parse_term(body), policy=PILOT_2020)


def view(
    result_of: Callable[[bytes], TrainingPay | ExamPay | CreditReport | TermReport],
) -> Callable[..., HttpResponse]:
    """Return the view that answers with a result, or with what is wrong with the body, in both languages."""

    @csrf_exempt  # no session and no cookie: other programs call it
    @require_POST
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            result = result_of(request.body)
        except ValueError as error:
            found = {"problems": [asdict(problem) for problem in problems(error)]}
            return JsonResponse(found, status=422, json_dumps_params={"ensure_ascii": False})
        return HttpResponse(result.to_json(), content_type="application/json")

    return answer


urlpatterns = [
    path("training-pay", view(pay_for_training)),
    path("exam-pay", view(pay_for_exams)),
    path("credits", view(credits_for_certificates)),
    path("settle", view(settle)),
]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
