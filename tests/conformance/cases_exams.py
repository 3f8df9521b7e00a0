"""Cases of duty pay by records: whose day, which date, what is paid."""

from __future__ import annotations

from tests.conformance.case import Case, Json, case
from tests.conformance.rows import Row, duties, duty, session

CEILING, FLOOR = "exams.day_rate_reading=ceiling", "exams.day_rate_reading=floor"
PER_PROJECT = "exams.day_scope=person_and_project"
SHORTS = (("08:00", "10:00"), ("10:30", "12:30"), ("14:00", "16:00"), ("16:30", "18:30"))
LONGS = (("06:00", "09:00"), ("10:00", "13:00"), ("14:00", "17:00"), ("18:00", "21:00"))


def shorts(count: int, project: str = "P1", first: int = 1) -> list[Row]:
    """Write sessions of 2 hours, S1 and on; `first` says where to begin."""
    return [session(f"S{n}", *SHORTS[n - 1], project=project) for n in range(first, first + count)]


def longs(count: int, project: str = "P1", first: int = 1) -> list[Row]:
    """Write sessions of 3 hours, S1 and on."""
    return [session(f"S{n}", *LONGS[n - 1], project=project) for n in range(first, first + count)]


def paid(
    where: str,
    name: str,
    sessions: list[Row],
    given: list[Json] | None,
    zh: str,
    en: str,
    total: str,
    *days: Row,
    policies: str = "pilot",
) -> Case:
    """Write a case of exam_pay; without duties T01 is on duty at every session."""
    on_duty = duties(*(str(each["session_id"]) for each in sessions)) if given is None else given
    expect: Json = {"total": total, "days": list(days)} if days else {"total": total}
    return case(where, f"exams/{name}", "exam_pay", {"sessions": sessions, "duties": on_duty}, zh, en, expect, policies)


def expected(
    amount: str, rule: str, standard: str = "", date: str = "2021-05-29", shares: str = "", staff: str = "T01"
) -> Row:
    """Write an expected day; `shares` are `project=amount` pairs."""
    made: Row = {"staff_id": staff, "date": date, "amount": amount, "rule": rule}
    if standard:
        made["standard"] = standard
    if shares:
        pairs = [pair.split("=") for pair in shares.split()]
        made["shares"] = [{"project_id": project, "amount": share} for project, share in pairs]
    return made


LENGTHS = (
    paid("§3.5.2.2a", "none", [], [], "没有场次付 0 元", "No session pays 0 yuan", "0.00"),
    paid(
        "§3.5.2.2a B1 B2",
        "long-session/at-3-hours",
        [session("S1", "08:30", "11:30")],
        None,
        "8:30 到 11:30 正好 3 小时：200 元",
        "8:30 to 11:30 is exactly 3 hours: 200 yuan",
        "200.00",
        expected("200.00", "sessions", "200.00", shares="P1=200.00"),
    ),
    paid(
        "§3.5.2.2a B1 B2",
        "long-session/one-second-below",
        [session("S1", "08:30:00", "11:29:59")],
        None,
        "2:59:59 不满 3 小时：150 元",
        "2:59:59 is below 3 hours: 150 yuan",
        "150.00",
        expected("150.00", "sessions", "150.00"),
    ),
    paid(
        "§3.5.2.2a B1",
        "long-session/one-microsecond-below",
        [session("S1", "08:30:00.000001", "11:30:00.000000")],
        None,
        "差 0.000001 秒不满 3 小时：150 元",
        "0.000001 seconds short of 3 hours: 150 yuan",
        "150.00",
    ),
    paid(
        "§3.5.2.2a B1",
        "long-session/24-hours",
        [session("S1", "2021-05-29T08:00", "2021-05-30T08:00")],
        None,
        "一场至多 24 小时，付 200 元",
        "A session of 24 hours, the longest, pays 200 yuan",
        "200.00",
    ),
    paid(
        "§3.5.2.2a B0 B3",
        "each-person",
        [session("S1", "08:00", "10:00")],
        [duty("D1", "S1", role="主考"), duty("D2", "S1", "T02", role="监考"), duty("D3", "S1", "T03")],
        "标准按人：三个人各 150，角色不影响",
        "The rate is per person: three people have 150 each, whatever their role",
        "450.00",
        expected("150.00", "sessions", staff="T01"),
        expected("150.00", "sessions", staff="T02"),
        expected("150.00", "sessions", staff="T03"),
    ),
    paid(
        "§3.5.2.2a",
        "nobody-on-duty",
        [session("S1", "08:00", "10:00")],
        [],
        "没有考务记录，付 0 元",
        "Nobody is recorded on duty: 0 yuan",
        "0.00",
    ),
    paid(
        "§3.5.2.2a B13",
        "weekend-and-night",
        [session("S1", "2021-06-01T09:00", "2021-06-01T11:00"), session("S2", "2021-06-05T20:00", "2021-06-05T22:00")],
        None,
        "工作日与周六夜间一样：各 150",
        "A weekday and a Saturday night are the same: 150 each",
        "300.00",
        expected("150.00", "sessions", date="2021-06-01"),
        expected("150.00", "sessions", date="2021-06-05"),
    ),
    paid(
        "§3.5.2.2a B11",
        "corrected-times",
        [session("S1", "08:00", "10:30")],
        None,
        "提前结束的场次改正为 2:30，付 150",
        "A session cut short is corrected to 2:30 and pays 150",
        "150.00",
    ),
    paid(
        "§3.5.2.2a B11",
        "cancelled-is-left-out",
        shorts(2),
        None,
        "三场取消一场，删去后余 2 场：300",
        "One of three was cancelled and is left out, 2 remain: 300",
        "300.00",
        expected("300.00", "sessions", "300.00"),
    ),
)
READINGS = {"pilot": "flat", CEILING: "ceiling", FLOOR: "floor"}


def table(short: int, long: int, amount: str, rule: str, policy: str = "pilot") -> Case:
    """Write a day of short sessions followed by long ones."""
    sessions = shorts(short) + [
        session(f"S{n}", f"{n * 5}:00".zfill(5), f"{n * 5 + 3}:00".zfill(5)) for n in range(short + 1, short + long + 1)
    ]
    total = 150 * short + 200 * long
    reading = READINGS[policy]
    zh = {"flat": "500 是定额", "ceiling": "500 是上限", "floor": "500 是保底"}[reading]
    en = {"flat": "500 is the flat amount", "ceiling": "500 is a ceiling", "floor": "500 is a floor"}[reading]
    if short + long < 3:
        zh, en = "不满 3 场，不按天", "fewer than 3 sessions, no day rate"
    return paid(
        "§3.5.2.2b B4 B5",
        f"day/{short}-short-{long}-long/{reading}",
        sessions,
        None,
        f"{short + long} 场，各场合计 {total}，{zh}：付 {amount}",
        f"{short + long} sessions add up to {total}, {en}: {amount} is paid",
        amount,
        expected(amount, rule, f"{total}.00", shares=f"P1={amount}"),
        policies=policy,
    )


DAYS = (
    *(table(short, 3 - short, "500.00", "day-rate") for short in (3, 2, 1)),
    table(2, 0, "300.00", "sessions"),
    table(1, 1, "350.00", "sessions"),
    table(4, 0, "500.00", "day-rate"),
    table(3, 0, "450.00", "sessions", CEILING),
    table(2, 1, "500.00", "day-rate", CEILING),
    table(1, 2, "500.00", "day-rate", CEILING),
    table(3, 0, "500.00", "day-rate", FLOOR),
    table(2, 1, "500.00", "day-rate", FLOOR),
    table(1, 2, "550.00", "sessions", FLOOR),
    paid(
        "§3.5.2.2b B4",
        "day/3-long/flat",
        longs(3),
        None,
        "3 场合计 600，500 是定额：付 500.00",
        "3 sessions add up to 600, 500 is the flat amount: 500.00 is paid",
        "500.00",
        expected("500.00", "day-rate", "600.00"),
    ),
    paid(
        "§3.5.2.2b B4",
        "day/3-long/floor",
        longs(3),
        None,
        "3 场合计 600，500 是保底：付 600.00",
        "3 sessions add up to 600, 500 is a floor: 600.00 is paid",
        "600.00",
        expected("600.00", "sessions", "600.00"),
        policies=FLOOR,
    ),
    paid(
        "§3.5.2.2b B4",
        "day/4-long/flat",
        longs(4),
        None,
        "4 场合计 800，定额仍是 500：第 4 场不加钱",
        "4 sessions add up to 800, the flat amount stays 500: session 4 adds nothing",
        "500.00",
        expected("500.00", "day-rate", "800.00"),
    ),
    paid(
        "§3.5.2.2b",
        "day/from-4/three",
        longs(3),
        None,
        "满 4 场才按天，3 场付 600",
        "Only 4 make a day, 3 pay 600",
        "600.00",
        expected("600.00", "sessions", "600.00"),
        policies="exams.day_rate_from=4",
    ),
    paid(
        "§3.5.2.2b",
        "day/from-4/four",
        longs(4),
        None,
        "满 4 场，按天付 500",
        "4 make a day: 500",
        "500.00",
        expected("500.00", "day-rate", "800.00"),
        policies="exams.day_rate_from=4",
    ),
    paid(
        "§3.5.2.2b",
        "day/other-rates",
        shorts(2) + longs(1, first=4),
        None,
        "改后按天 600.50：短 155.50 两场，长 210.05 一场，满 3 场",
        "Amended to 600.50 a day: short ones at 155.50, a long one at 210.05, 3 in all",
        "600.50",
        expected("600.50", "day-rate", "521.05"),
        policies="exams.short_rate=155.50,exams.long_rate=210.05,exams.day_rate=600.50",
    ),
    paid(
        "§3.5.2.2b B6",
        "scope/person",
        shorts(2, "P1") + shorts(1, "P2", first=3),
        None,
        "两个项目共 3 场，按人合计：500",
        "3 sessions of two projects are one person's day: 500",
        "500.00",
        expected("500.00", "day-rate", "450.00", shares="P1=333.33 P2=166.67"),
    ),
    paid(
        "§3.5.2.2b B6",
        "scope/person_and_project",
        shorts(2, "P1") + shorts(1, "P2", first=3),
        None,
        "分项目数：P1 有 2 场，P2 有 1 场，都不满 3 场：300 + 150",
        "Counted by project: P1 has 2, P2 has 1, neither reaches 3: 300 + 150",
        "450.00",
        expected("300.00", "sessions", shares="P1=300.00"),
        expected("150.00", "sessions", shares="P2=150.00"),
        policies=PER_PROJECT,
    ),
    paid(
        "§3.5.2.2b B6",
        "scope/person_and_project/reached-in-one",
        [*shorts(3, "P2"), session("S4", "19:00", "22:00", project="P1")],
        None,
        "P1 一场 200；P2 满 3 场付 500；共 700",
        "P1 has one session, 200; P2 reaches 3 and pays 500; 700 in all",
        "700.00",
        expected("200.00", "sessions", shares="P1=200.00"),
        expected("500.00", "day-rate", shares="P2=500.00"),
        policies=PER_PROJECT,
    ),
    paid(
        "§3.5.2.2b B6 B4",
        "scope/person_and_project/ceiling",
        [*shorts(3, "P1"), session("S4", "19:00", "22:00", project="P2")],
        None,
        "P1 满 3 场，上限 500 高于 450，付 450；P2 付 200",
        "P1 reaches 3, the ceiling 500 is above 450, 450 is paid; P2 pays 200",
        "650.00",
        expected("450.00", "sessions", shares="P1=450.00"),
        expected("200.00", "sessions", shares="P2=200.00"),
        policies=f"{CEILING},{PER_PROJECT}",
    ),
    paid(
        "§3.5.2.2b B6 B4",
        "scope/person_and_project/floor",
        [*shorts(3, "P1"), session("S4", "19:00", "22:00", project="P2")],
        None,
        "P1 满 3 场，保底 500 高于 450，付 500；P2 付 200",
        "P1 reaches 3, the floor 500 is above 450, 500 is paid; P2 pays 200",
        "700.00",
        expected("500.00", "day-rate", shares="P1=500.00"),
        expected("200.00", "sessions", shares="P2=200.00"),
        policies=f"{FLOOR},{PER_PROJECT}",
    ),
)
CASES = (*LENGTHS, *DAYS)
