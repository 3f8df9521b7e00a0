"""Cases of the bare tariffs: training, a session, a day on duty, the college award."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case


def training(name: str, unit: str, quantity: Json, amount: str | None, zh: str, en: str, policy: str = "pilot") -> Case:
    """Write a case of training_tariff; no amount means refused."""
    first, _, _ = name.partition("-")
    readings = {"half": " A4", "part": " A3", "zero": " A8", "negative": " A8"}.get(first, "")
    expect = {"amount": amount} if amount else REFUSED
    given = {"unit": unit, "quantity": quantity}
    return case(f"§3.5.2.1{readings}", f"training-tariff/{name}", "training_tariff", given, zh, en, expect, policy)


def refused_quantity(name: str, quantity: Json, zh: str, en: str) -> Case:
    """Write a quantity that is refused."""
    return training(name, "class_hour", quantity, None, zh, en)


TRAINING = (
    training("one-hour", "class_hour", "1", "120.00", "1 学时付 120 元", "1 class hour pays 120 yuan"),
    training("six-hours", "class_hour", "6", "720.00", "6 × 120 = 720", "6 × 120 = 720"),
    training("day", "day", "1", "720.00", "1 天付 720 元", "1 day pays 720 yuan"),
    training("zero-hours", "class_hour", "0", "0.00", "0 学时付 0 元", "0 class hours pay 0 yuan"),
    training("zero-days", "day", "0", "0.00", "0 天付 0 元", "0 days pay 0 yuan"),
    training(
        "part-hour", "class_hour", "1.5", "180.00", "零头按比例：1.5 × 120 = 180", "In proportion: 1.5 × 120 = 180"
    ),
    training("part-smallest", "class_hour", "0.01", "1.20", "0.01 × 120 = 1.20", "0.01 × 120 = 1.20"),
    training("part-trailing-zero", "class_hour", "2.50", "300.00", "2.50 与 2.5 相同：300 元", "2.50 is 2.5: 300 yuan"),
    training("seven-hours", "class_hour", "7", "840.00", "没有上限：7 × 120 = 840", "No ceiling: 7 × 120 = 840"),
    training("most-hours", "class_hour", "24", "2880.00", "至多 24 学时：24 × 120", "At most 24 class hours: 24 × 120"),
    training(
        "part-rounds-up",
        "class_hour",
        "1.5",
        "50.00",
        "33.33 × 1.5 = 49.995，半分进一",
        "33.33 × 1.5 = 49.995: half a fen rounds up",
        "training.hour_rate=33.33",
    ),
    training(
        "part-rounds-up-to-odd",
        "class_hour",
        "0.5",
        "16.67",
        "33.33 × 0.5 = 16.665，半分进一",
        "33.33 × 0.5 = 16.665: half a fen rounds up",
        "training.hour_rate=33.33",
    ),
    training(
        "part-rounds-up-to-even",
        "class_hour",
        "0.5",
        "0.02",
        "0.03 × 0.5 = 0.015，半分进一",
        "0.03 × 0.5 = 0.015: half a fen rounds up",
        "training.hour_rate=0.03",
    ),
    training(
        "part-below-half-a-fen",
        "class_hour",
        "0.49",
        "0.00",
        "0.01 × 0.49 不到半分，舍去",
        "0.01 × 0.49 is below half a fen and is dropped",
        "training.hour_rate=0.01",
    ),
    training(
        "other-hour-rate", "class_hour", "4", "600.00", "4 × 150 = 600", "4 × 150 = 600", "training.hour_rate=150.00"
    ),
    training(
        "other-day-rate",
        "day",
        "1",
        "800.00",
        "改后 1 天 800 元",
        "Amended: 1 day pays 800",
        "training.day_rate=800.00",
    ),
    training(
        "day-of-eight-hours",
        "day",
        "1",
        "720.00",
        "1 天按 8 学时算，仍付写明的 720 元",
        "1 day counted as 8 class hours still pays the 720 that is written",
        "training.hours_per_day=8",
    ),
    training("half-day", "day", "0.5", None, "不收 0.5 天，请改报学时", "0.5 of a day is refused: give class hours"),
    training("half-several-days", "day", "2", None, "一条记录不收 2 天", "2 days in one record are refused"),
    refused_quantity("negative", "-1", "数量不得为负：-1", "A quantity is not negative: -1"),
    refused_quantity(
        "part-third-decimal", "1.005", "至多两位小数：1.005 不收", "Two decimals at most: 1.005 is refused"
    ),
    refused_quantity("exponent", "1e1", "不收指数写法 1e1", "An exponent is refused: 1e1"),
    refused_quantity("full-width", "６", "不收全角数字", "A full-width digit is refused"),
    refused_quantity(
        "json-fraction", 1.5, "JSON 小数 1.5 不精确，应写成文本", "The JSON number 1.5 is not exact: write it as text"
    ),
    refused_quantity("above-24", "24.01", "24.01 超过 24 学时", "24.01 is above 24 class hours"),
    refused_quantity("empty", "", "空文本不是数量", "An empty text is no quantity"),
    refused_quantity("words", "3学时", "“3学时”不是数量", "A number with a unit such as “3学时” is no quantity"),
    training("unknown-unit", "week", "1", None, "没有按周的单位", "There is no unit of a week"),
)


def clock(seconds: int) -> str:
    """Write a length as hours, minutes and seconds."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def rate(
    name: str, seconds: int, amount: str, policy: str = "pilot", limit: str = "3:00:00", readings: str = ""
) -> Case:
    """Write a case of session_rate; its words follow from the figures."""
    length = clock(seconds)
    less = seconds < sum(int(part) * unit for part, unit in zip(limit.split(":"), (3600, 60, 1), strict=True))
    zh = f"{length} {'不满' if less else '满'} {limit}：{amount} 元"
    en = f"{length} is {'below' if less else 'not below'} {limit}: {amount} yuan"
    expect: Json = {"amount": amount}
    where = f"§3.5.2.2a B1 {readings}"
    return case(where, f"session-rate/{name}", "session_rate", {"seconds": seconds}, zh, en, expect, policy)


RATES = (
    rate("one-second", 1, "150.00"),
    rate("two-hours", 7200, "150.00"),
    rate("one-second-below-3-hours", 10799, "150.00", readings="B2"),
    rate("at-3-hours", 10800, "200.00", readings="B2"),
    rate("one-second-above-3-hours", 10801, "200.00", readings="B2"),
    rate("whole-day", 86400, "200.00"),
    rate("other-short-rate", 3600, "155.50", "exams.short_rate=155.50,exams.long_rate=210.05"),
    rate("other-long-rate", 14400, "210.05", "exams.short_rate=155.50,exams.long_rate=210.05"),
    rate("long-from-2-hours-below", 7199, "150.00", "exams.long_from_minutes=120", "2:00:00", "B2"),
    rate("long-from-2-hours-at", 7200, "200.00", "exams.long_from_minutes=120", "2:00:00", "B2"),
    rate("long-from-2-hours-at-3-hours", 10800, "200.00", "exams.long_from_minutes=120", "2:00:00"),
    case(
        "§3.5.2.2a B1",
        "session-rate/negative",
        "session_rate",
        {"seconds": -1},
        "时长不得为负：-1 秒",
        "A length is not negative: -1 seconds",
        REFUSED,
    ),
    case(
        "§3.5.2.2a B1",
        "session-rate/zero",
        "session_rate",
        {"seconds": 0},
        "0 秒不成一场：结束须晚于开始",
        "0 seconds are no session: the end comes after the start",
        REFUSED,
    ),
    case(
        "§3.5.2.2a B1",
        "session-rate/above-24-hours",
        "session_rate",
        {"seconds": 86401},
        "一场至多 24 小时：86401 秒不收",
        "A session lasts at most 24 hours: 86401 seconds are refused",
        REFUSED,
    ),
)
SHORT, LONG = 7200, 10800
CEILING, FLOOR = "exams.day_rate_reading=ceiling", "exams.day_rate_reading=floor"
WORDS = {
    "pilot": ("按 500 付", "the 500 is paid"),
    CEILING: ("上限 500，取小", "500 is a ceiling, the smaller is paid"),
    FLOOR: ("保底 500，取大", "500 is a floor, the larger is paid"),
}


def duty_day(short: int, long: int, amount: str, policy: str = "pilot") -> Case:
    """Write a day of so many short and long sessions."""
    total, count = 150 * short + 200 * long, short + long
    zh, en = WORDS[policy] if count >= 3 else ("不满 3 场，各场相加", "fewer than 3 sessions, they are added up")
    reading = policy.partition("=")[2] or "flat"
    return case(
        "§3.5.2.2b B4 B5",
        f"duty-day/{short}-short-{long}-long/{reading}",
        "duty_day_pay",
        {"seconds": [SHORT] * short + [LONG] * long},
        f"{count} 场合计 {total}：{zh}，得 {amount}",
        f"{count} sessions add up to {total}: {en}, which gives {amount}",
        {"amount": amount},
        policy,
    )


def lengths(name: str, seconds: list[Json], zh: str, en: str, amount: str | None, policy: str = "pilot") -> Case:
    """Write another day; no amount means refused."""
    expect: Json = {"amount": amount} if amount else REFUSED
    return case("§3.5.2.2b", f"duty-day/{name}", "duty_day_pay", {"seconds": seconds}, zh, en, expect, policy)


DAYS = (
    *(
        duty_day(short, long, f"{150 * short + 200 * long}.00")
        for short, long in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    ),
    *(duty_day(short, 3 - short, "500.00") for short in (3, 2, 1, 0)),
    *(duty_day(short, 4 - short, "500.00") for short in (4, 0)),
    duty_day(0, 2, "400.00", CEILING),
    duty_day(3, 0, "450.00", CEILING),
    *(duty_day(short, 3 - short, "500.00", CEILING) for short in (2, 1, 0)),
    duty_day(4, 0, "500.00", CEILING),
    duty_day(0, 2, "400.00", FLOOR),
    duty_day(3, 0, "500.00", FLOOR),
    duty_day(2, 1, "500.00", FLOOR),
    duty_day(1, 2, "550.00", FLOOR),
    duty_day(0, 3, "600.00", FLOOR),
    duty_day(4, 0, "600.00", FLOOR),
    lengths("none", [], "没有场次付 0 元", "No session pays 0 yuan", "0.00"),
    lengths(
        "order-does-not-matter",
        [LONG, SHORT],
        "先长后短也是 200 + 150 = 350",
        "The long one first gives 200 + 150 = 350 too",
        "350.00",
    ),
    lengths("one-length-negative", [SHORT, -1], "时长 -1 不收", "The length -1 is refused", None),
    lengths(
        "other-day-rate",
        [SHORT] * 3,
        "改后 3 场付 600 元",
        "Amended: 3 sessions pay 600",
        "600.00",
        "exams.day_rate=600.00",
    ),
    lengths(
        "from-4-three",
        [LONG] * 3,
        "满 4 场才按天：3 × 200",
        "Only 4 make a day: 3 × 200",
        "600.00",
        "exams.day_rate_from=4",
    ),
    lengths(
        "from-4-four", [LONG] * 4, "满 4 场按天付 500", "4 sessions make a day: 500", "500.00", "exams.day_rate_from=4"
    ),
    lengths(
        "from-1-one", [SHORT], "满 1 场即按天付 500", "1 session makes a day: 500", "500.00", "exams.day_rate_from=1"
    ),
    lengths(
        "from-2-two", [SHORT] * 2, "满 2 场按天付 500", "2 sessions make a day: 500", "500.00", "exams.day_rate_from=2"
    ),
)
ROUNDINGS = {"pilot": "half_up", "surplus.rounding=half_even": "half_even", "surplus.rounding=down": "down"}
ROUNDING_WORDS = {
    "half_up": ("半分进一", "half a fen rounds up"),
    "half_even": ("半分取偶数", "half a fen goes to the even fen"),
    "down": ("不满一分舍去", "part of a fen is dropped"),
}
HALF_FENS = (
    ("0.05", "0.015", ("0.02", "0.02", "0.01")),
    ("0.15", "0.045", ("0.05", "0.04", "0.04")),
    ("0.25", "0.075", ("0.08", "0.08", "0.07")),
    ("0.35", "0.105", ("0.11", "0.10", "0.10")),
    ("2994.35", "898.305", ("898.31", "898.30", "898.30")),
    ("0.02", "0.006", ("0.01", "0.01", "0.00")),
    ("0.01", "0.003", ("0.00", "0.00", "0.00")),
)


def rounded(surplus: str, exact: str, amount: str, policy: str) -> Case:
    """Write an award that does not come out in whole fen."""
    reading = ROUNDINGS[policy]
    zh, en = ROUNDING_WORDS[reading]
    return case(
        "§3.5.3b C12",
        f"college-award/{surplus}/{reading}",
        "college_award",
        {"surplus": surplus},
        f"{surplus} 的 30% 是 {exact}，{zh}：{amount}",
        f"30% of {surplus} is {exact}, {en}: {amount}",
        {"amount": amount},
        policy,
    )


def award(
    name: str, surplus: Json, amount: str | None, zh: str, en: str, policy: str = "pilot", readings: str = ""
) -> Case:
    """Write another award; no amount means refused."""
    expect: Json = {"amount": amount} if amount else REFUSED
    where = f"§3.5.3b {readings}"
    return case(where, f"college-award/{name}", "college_award", {"surplus": surplus}, zh, en, expect, policy)


THIRD = "surplus.college_share=1/3"
AWARDS = (
    *(
        rounded(surplus, exact, amount, policy)
        for surplus, exact, amounts in HALF_FENS
        for policy, amount in zip(ROUNDINGS, amounts, strict=True)
    ),
    award("even", "10000.00", "3000.00", "10000 的 30% 是 3000", "30% of 10000 is 3000", readings="C13"),
    award(
        "whole-yuan-text", "1000", "300.00", "写成 1000 也收：30% 是 300", "1000 without decimals is read: 30% is 300"
    ),
    award("zero", "0.00", "0.00", "结余为 0，没有奖励", "A surplus of 0 gives no award", readings="C3"),
    award(
        "one-fen-below-zero",
        "-0.01",
        "0.00",
        "结余 -0.01，不奖励也不倒扣",
        "A surplus of -0.01: no award, no charge",
        readings="C3",
    ),
    award("loss", "-8000.00", "0.00", "亏损 8000 元不倒扣", "A loss of 8000 yuan is not charged", readings="C3"),
    award(
        "largest",
        "9999999999999.99",
        "3000000000000.00",
        "最大金额的 30%，2999999999999.997 进一",
        "30% of the largest amount, 2999999999999.997, rounds up",
    ),
    award("a-third-of-100", "100.00", "33.33", "100 的 1/3 约 33.33", "1/3 of 100 is about 33.33", THIRD),
    award("a-third-of-200", "200.00", "66.67", "200 的 1/3 约 66.67", "1/3 of 200 is about 66.67", THIRD),
    award(
        "a-third-of-200-down",
        "200.00",
        "66.66",
        "200 的 1/3，舍去零头得 66.66",
        "1/3 of 200, what is below a fen dropped: 66.66",
        f"{THIRD},surplus.rounding=down",
        "C12",
    ),
    award(
        "half-of-0.01-half_up",
        "0.01",
        "0.01",
        "0.01 的 1/2 进为 0.01",
        "1/2 of 0.01 rounds up to 0.01",
        "surplus.college_share=1/2",
    ),
    award(
        "half-of-0.01-half_even",
        "0.01",
        "0.00",
        "0.01 的 1/2 是半分，取偶数得 0",
        "1/2 of 0.01 is half a fen: the even fen is 0",
        "surplus.college_share=1/2,surplus.rounding=half_even",
        "C12",
    ),
    award(
        "no-share",
        "500.00",
        "0.00",
        "比例 0/1：500 的奖励为 0",
        "A share of 0/1: of 500 it is 0",
        "surplus.college_share=0/1",
    ),
    award(
        "whole-share",
        "500.01",
        "500.01",
        "比例 1/1：全部 500.01",
        "A share of 1/1: all 500.01",
        "surplus.college_share=1/1",
    ),
    award(
        "whole-share-of-zero",
        "0.00",
        "0.00",
        "比例 1/1：结余 0 的奖励是 0",
        "A share of 1/1: of 0 it is 0",
        "surplus.college_share=1/1",
    ),
    award("json-fraction", 1000.5, None, "JSON 小数 1000.5 不精确", "The JSON number 1000.5 is not exact"),
    award("third-decimal", "0.005", None, "至多两位小数：0.005", "Two decimals at most: 0.005"),
    award("exponent", "1e3", None, "不收指数写法 1e3", "An exponent is refused: 1e3"),
    award("full-width", "１００", None, "不收全角数字", "Full-width digits are refused"),
    award("comma", "1,000.00", None, "不收千位逗号：1,000.00", "No comma between thousands: 1,000.00"),
    award("too-large", "10000000000000", None, "10000000000000 超出范围", "10000000000000 is out of range"),
    award("not-a-number", "NaN", None, "NaN 不是金额", "NaN is no amount"),
    award("open-decimal-point", "5.", None, "小数点后没有数字：5.", "No digit after the decimal point: 5."),
)
CASES = (*TRAINING, *RATES, *DAYS, *AWARDS)
