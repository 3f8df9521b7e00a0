"""Cases of rows that are refused wherever they stand, and of the borders of what is accepted."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.rows import Row, day, duties, hours, session


def training(name: str, row: Json, zh: str, en: str, expect: Json = REFUSED, readings: str = "") -> Case:
    """Write a case of one training record."""
    given: Row = {"records": [row]}
    folder = "refused" if expect == REFUSED else "accepted"
    return case(f"§3.5.2.1 {readings}", f"training/{folder}/{name}", "training_pay", given, zh, en, expect)


def exam(name: str, row: Row, zh: str, en: str, expect: Json = REFUSED, readings: str = "") -> Case:
    """Write a case of one session with T01 on duty."""
    given: Row = {"sessions": [row], "duties": duties("S1")}
    folder = "refused" if expect == REFUSED else "accepted"
    return case(f"§3.5.2.2a {readings}", f"exams/{folder}/{name}", "exam_pay", given, zh, en, expect)


def without(row: Row, field: str) -> Row:
    """Leave a field out."""
    return {name: value for name, value in row.items() if name != field}


TWO_HOURS = hours("T1", "2")
PAID: Json = {"total": "240.00"}
TRAINING = (
    training("half-a-day", day("T1", "0.5"), "不收 0.5 天", "0.5 of a day is refused", readings="A4"),
    training("two-days", day("T1", "2"), "一条记录不收 2 天", "2 days in one record are refused", readings="A4"),
    training(
        "quantity-negative", hours("T1", "-2"), "数量不得为负：-2", "A quantity is not negative: -2", readings="A8"
    ),
    training(
        "quantity-third-decimal",
        hours("T1", "1.005"),
        "至多两位小数：1.005",
        "Two decimals at most: 1.005",
        readings="A3",
    ),
    training(
        "quantity-json-fraction",
        hours("T1", 1.5),
        "JSON 小数 1.5 不精确",
        "The JSON number 1.5 is not exact",
        readings="A3",
    ),
    training("quantity-above-24", hours("T1", "24.01"), "24.01 超过 24 学时", "24.01 is above 24 class hours"),
    training(
        "quantity-24",
        hours("T1", "24"),
        "24 学时可收：24 × 120 = 2880",
        "24 class hours are accepted: 24 × 120 = 2880",
        {"total": "2880.00"},
        "A1",
    ),
    training(
        "quantity-json-integer",
        hours("T1", 2),
        "JSON 整数 2 是精确的，可收：240",
        "The JSON number 2 is exact and accepted: 240",
        PAID,
    ),
    training(
        "quantity-json-25", hours("T1", 25), "JSON 整数 25 超过 24 学时", "The JSON number 25 is above 24 class hours"
    ),
    training(
        "quantity-json-minus-1", hours("T1", -1), "数量不得为负：-1", "A quantity is not negative: -1", readings="A8"
    ),
    training("quantity-true", hours("T1", True), "true 不是数量", "true is no quantity"),
    training("quantity-null", hours("T1", None), "数量不可为空", "A quantity is not null"),
    training("unknown-unit", {**TWO_HOURS, "unit": "week"}, "没有按周的单位", "There is no unit of a week"),
    training("unknown-field", {**TWO_HOURS, "rate": "120"}, "没有 rate 这个字段", "There is no field rate"),
    training("field-missing", without(TWO_HOURS, "staff_id"), "缺少 staff_id", "staff_id is missing"),
    training(
        "optional-fields-missing",
        without(without(without(TWO_HOURS, "start"), "end"), "room"),
        "钟点和场地可省略：240",
        "Clock times and room may be left out: 240",
        PAID,
    ),
    training("id-empty", hours("", "2"), "编号不可为空文本", "An id is not empty"),
    training("id-of-64", hours("T" * 64, "2"), "编号可有 64 个字符：240", "An id may have 64 characters: 240", PAID),
    training(
        "id-of-65",
        hours("T" * 65, "2"),
        "编号至多 64 个字符，65 个不收",
        "An id has at most 64 characters, 65 are refused",
    ),
    training("id-with-a-space-at-its-end", hours("T1 ", "2"), "编号末尾有空格", "An id ends in a space"),
    training("id-with-a-control-character", hours("T\u0000", "2"), "编号含控制字符", "An id has a control character"),
    training(
        "id-with-a-hidden-character",
        hours("T\u202e", "2"),
        "编号含不可见的方向字符",
        "An id has a hidden direction mark",
    ),
    training(
        "id-is-a-number",
        {**TWO_HOURS, "record_id": 1},
        "编号是文本，不收数字 1",
        "An id is text: the number 1 is refused",
    ),
    training(
        "id-in-chinese", hours("记录-1", "2"), "编号可用汉字，记录-1：240", "An id may be Chinese, 记录-1: 240", PAID
    ),
    training("no-such-day", hours("T1", "2", date="2021-02-29"), "2021-02-29 不存在", "2021-02-29 does not exist"),
    training("leap-day", hours("T1", "2", date="2024-02-29"), "2024-02-29 存在：240", "2024-02-29 exists: 240", PAID),
    training(
        "day-without-zeros",
        hours("T1", "2", date="2021-5-29"),
        "日期写作 2021-05-29，不收 2021-5-29",
        "A day is written 2021-05-29, not 2021-5-29",
    ),
    training(
        "day-full-width",
        hours("T1", "2", date="２０２１-05-29"),
        "不收全角数字的日期",
        "A day in full-width digits is refused",
    ),
    training(
        "last-day-of-2099",
        hours("T1", "2", date="2099-12-31"),
        "2099-12-31 可收：240",
        "2099-12-31 is accepted: 240",
        PAID,
    ),
    training("day-of-2100", hours("T1", "2", date="2100-01-01"), "2100-01-01 超出范围", "2100-01-01 is out of range"),
    training("day-of-1999", hours("T1", "2", date="1999-12-31"), "1999-12-31 超出范围", "1999-12-31 is out of range"),
    training(
        "one-clock-time", {**TWO_HOURS, "start": "09:00"}, "只有 9:00，缺结束钟点", "Only 9:00: the end is missing"
    ),
    training(
        "ends-first",
        hours("T1", "2", clock=("10:00", "09:00")),
        "结束 9:00 早于开始 10:00",
        "It ends at 9:00, before its start at 10:00",
    ),
    training(
        "ends-at-its-start",
        hours("T1", "2", clock=("09:00", "09:00")),
        "结束就是开始 9:00",
        "It ends at its start, 9:00",
    ),
    training(
        "clock-time-without-zero",
        hours("T1", "2", clock=("9:00", "10:00")),
        "钟点写作 09:00，不收 9:00",
        "A clock time is written 09:00, not 9:00",
    ),
    training(
        "clock-time-24",
        hours("T1", "2", clock=("22:00", "24:00")),
        "钟点到 23:59 为止，不收 24:00",
        "Clock times end at 23:59: 24:00 is refused",
    ),
    case(
        "§3.5.2.1",
        "training/refused/record-id-repeated",
        "training_pay",
        {"records": [hours("T1", "1"), hours("T1", "2")]},
        "记录编号 T1 重复",
        "The record id T1 is repeated",
        REFUSED,
    ),
)
EXAMS = (
    exam(
        "ends-first",
        session("S1", "10:00", "09:00"),
        "结束 9:00 早于开始 10:00",
        "It ends at 9:00, before its start at 10:00",
        readings="B1",
    ),
    exam(
        "ends-at-its-start",
        session("S1", "10:00", "10:00"),
        "结束就是开始 10:00",
        "It ends at its start, 10:00",
        readings="B1",
    ),
    exam(
        "above-24-hours",
        session("S1", "2021-05-29T08:00:00", "2021-05-30T08:00:01"),
        "超过 24 小时一秒",
        "A second above 24 hours",
        readings="B1",
    ),
    exam(
        "naive-and-aware-in-one-session",
        session("S1", "2021-05-29T08:00", "2021-05-29T10:00+08:00"),
        "同一场的两个时间一个带时区一个不带",
        "Of one session's times one has a zone and one has none",
        readings="B7",
    ),
    exam(
        "aware-ends-first",
        session("S1", "2021-05-29T08:00+08:00", "2021-05-29T08:30+09:00"),
        "+09:00 的 8:30 是当地 7:30，早于 8:00",
        "8:30 at +09:00 is 7:30 in local time, before 8:00",
        readings="B7",
    ),
    exam(
        "a-space-for-the-t",
        {**session("S1", "08:00", "10:00"), "start": "2021-05-29 08:00"},
        "日期与钟点之间应写 T，不是空格",
        "A T stands between day and clock time, not a space",
    ),
    exam(
        "no-clock-time",
        {**session("S1", "08:00", "10:00"), "start": "2021-05-29"},
        "2021-05-29 缺钟点",
        "2021-05-29 has no clock time",
    ),
    exam(
        "a-number-of-seconds",
        {**session("S1", "08:00", "10:00"), "start": 1622246400},
        "时间是文本，不收秒数 1622246400",
        "A time is text: 1622246400 seconds are refused",
    ),
    exam(
        "moment-of-2100",
        session("S1", "2099-12-31T23:00", "2100-01-01T01:00"),
        "2100-01-01 超出范围",
        "2100-01-01 is out of range",
    ),
    exam(
        "aware-leaves-the-range",
        session("S1", "2099-12-31T15:00Z", "2099-12-31T16:00Z"),
        "UTC 16:00 换算后是 2100-01-01，超出范围",
        "16:00 in UTC is 2100-01-01 in local time, out of range",
        readings="B7",
    ),
    exam(
        "last-minute-of-2099",
        session("S1", "2099-12-31T21:00", "2099-12-31T23:59"),
        "2099-12-31 可收：2:59 付 150",
        "2099-12-31 is accepted: 2:59 pays 150",
        {"total": "150.00"},
    ),
    exam(
        "unknown-field",
        {**session("S1", "08:00", "10:00"), "rate": "200"},
        "没有 rate 这个字段",
        "There is no field rate",
    ),
    exam("field-missing", without(session("S1", "08:00", "10:00"), "end"), "缺少 end", "end is missing"),
)
CASES = (*TRAINING, *EXAMS)
