"""The open questions of 厦工教〔2020〕39号 as data: what the text does not settle, and the reading taken.

A question whose readings are all plausible and pay differently is a field of the policy: its options stand here, the
default first, and a school that reads the text otherwise amends the field. Any other question has the one reading that
is always taken. Nothing is computed here.

    >>> taken = reading("B4")
    >>> taken.field, [option.value for option in taken.options]
    ('exams.day_rate_reading', ['flat', 'ceiling', 'floor'])
    >>> reading("B99")
    Traceback (most recent call last):
    ValueError: unknown reading 'B99'; the nearest is B9
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xmut_rules.base.errors import unknown_id
from xmut_rules.policy.clauses import clause as provision


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an open question.

    Attributes:
        value: the policy field's value as text, or the form of it (date, number, rows); without a field, a token.
        zh: what it means, in Chinese.
        en: the same in English.
    """

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One open question and its answers.

    Attributes:
        id: such as A1; A is training pay, B duty pay, C settlement, D credits, E schedule, workload and dates.
        clause: id of the provision that leaves it open.
        question_zh: the question in Chinese.
        question_en: the same in English.
        options: the answer taken first; more than one only where the policy has a field.
        field: dotted field of the policy, such as training.long_day; None if the reading is fixed.
    """

    id: str
    clause: str
    question_zh: str
    question_en: str
    options: tuple[Option, ...]
    field: str | None


# A reading: id, provision, policy field if any; then question ("?", zh | en) and options ("=", value | zh | en).
_TABLE: Final = """
# A1 §3.5.2.1 training.long_day
? 同一天按学时申报，超过6学时怎样付 | How are more than 6 class hours on one date paid, claimed by the hour?
= hourly | 每学时都按120元付，文中没有写上限 | every class hour at 120 yuan: no ceiling is written
= capped | 每人每天至多算6学时，按学时标准付 | a date counts at most 6 class hours per person, at the hour rate
# A2 §3.5.2.1
? 按天申报，实际学时不满6怎样付 | What is paid for a day that had fewer than 6 class hours?
= record-decides | 付720元：以记录所填的单位为准 | 720 yuan: the unit is what the record says
# A3 §3.5.2.1
? 不满一学时的零头怎样计 | How do part hours count?
= linear | 按比例计，学时至多两位小数，更细的不收；每条记录付到分，半分进一 | \
in proportion, to 2 decimals, finer is refused; a record pays whole fen, half a fen rounds up
# A4 §3.5.2.1
? 半天、一条记录报几天怎样办 | What of half a day, or several days in one record?
= refused | 不收：一条按天的记录只报1天（或0天，付0元）；请改报学时，或每天报一条 | \
refused: a day record is 1 day (or 0, which pays 0); give class hours, or one record for each date
# A5 §3.5.2.1
? 同一人同一天既按天又按学时申报怎样付 | What of a day record and hour records of one person on one date?
= both-paid | 两种都付，并提示；long_day 为 capped 时按天付720元，按学时的付0元 | \
both are paid, with a warning; if long_day is capped, the day pays 720 yuan and the hours pay 0
# A6 §3.5.2.1
? 同一人同一天有两条按天的记录怎样付 | What of two day records of one person on one date?
= one-paid | 报错；只付记录编号最小的一条，其余付0元 | \
an error finding; the smallest record id is paid, the others pay 0
# A7 §3.5.2.1
? 一学时是多少分钟 | How long is a class hour?
= as-recorded | 不从钟点推算，以记录所填的学时为准 | never derived from clock times: the class hours recorded count
# A8 §3.5.2.1
? 数量为零或负数怎样办 | What of a quantity of zero or below?
= zero-pays-zero | 零付0元，负数不收 | zero pays 0, a negative quantity is refused
# A9 §3.5.2.1
? 封顶的一天，金额怎样分到各条学时记录 | How is a capped date split over its hour records?
= by-class-hours | 按学时用最大余数法分，相同时归记录编号小的 | \
by class hours, largest remainder, a tie to the smaller record id
# B0 §3.5.2.2a
? 每场的标准是给每个人的，还是给整场的 | Is the rate of a session for each person or for the whole session?
= per-person | 给每个考务人员：后面的每天500元说的是一个人的一天 | \
for each person on duty: the day rate that follows it is a person's day
# B1 §3.5.2.2a
? 用哪段时间去比3小时 | What is measured against 3 hours?
= start-to-end | 从该场开始到结束，精确计算 | the session from its start to its end, exactly
# B2 §3.5.2.2a
? 正好3小时算哪一档 | Which rate has a session of exactly 3 hours?
= from-3-hours | 3:00:00付200元，2:59:59付150元，文中写得明白 | \
3:00:00 pays 200 yuan and 2:59:59 pays 150: the text is explicit
# B3 §3.5.2.2a
? 哪些人算考务人员 | Who is staff on duty?
= everyone-recorded | 凡有考务记录的人；担任什么角色都一样 | everyone recorded; the role changes nothing
# B4 §3.5.2.2b exams.day_rate_reading
? 500元是定额、上限还是保底 | Is 500 for the day flat, a ceiling or a floor?
= flat | 定额：取代各场之和 | flat: it replaces the sum of the sessions
= ceiling | 上限：各场之和与500元取小 | a ceiling: the smaller of the sum and 500
= floor | 保底：各场之和与500元取大 | a floor: the larger of the sum and 500
# B5 §3.5.2.2b
? 500元是否在各场考务费之外另付 | Are the 500 paid on top of the sessions?
= not-on-top | 不另付 | no
# B6 §3.5.2.2b exams.day_scope
? 一天的场次怎样归在一起数 | Which sessions are counted together for the day?
= person | 一个人当天的全部场次，各项目合计 | \
all of a person's sessions of the day, all projects together
= person_and_project | 一个人当天在同一项目的场次 | a person's sessions of the day in one project
# B7 §3.5.2.2b
? 跨过午夜的一场算哪一天 | To which day does a session over midnight belong?
= day-of-start | 算开始那天（当地日期），时长跨午夜连续计；不带时区的即当地时间，带时区的换算为北京时间，不混用 | \
the local date of its start, its length runs on; naive times are local, aware ones become Asia/Shanghai; never mixed
# B8 §3.5.2.2b exams.split
? 一天的500元怎样分到各项目 | How are the 500 of a day split over projects?
= standard_pay | 按各场150元或200元的标准分；最大余数法分到分，相同时归项目编号小的；未按500元付的，各归各场 | \
by the 150 or 200 of the sessions, largest remainder to the fen, a tie to the smaller project id; unless 500 is what \
is paid, each project has its sessions' own pay
= sessions | 按场数分，其余相同 | by the number of sessions, otherwise the same
# B9 §3.5.2.2b
? 同一人在同一场记了两次怎样办 | What if a person is recorded twice on one session?
= counts-once | 只算一次，并报错 | counts once, with an error finding
# B10 §3.5.2.2b
? 同一人的两场时间重叠怎样付 | How are overlapping sessions of one person paid?
= paid-as-recorded | 照记录付，并报错 | as recorded, with an error finding
# B11 §3.5.2.2a
? 取消或改时的场次怎样办 | What of a session that was cancelled or cut short?
= corrected-by-caller | 由使用者删去该场，或改正它的时间 | the caller leaves it out or corrects its times
# B12 §3.5.2
? 同一天既有培训又有考务怎样付 | What of training and exam duty on one date?
= both-paid | 两样都付；时间重叠的报告出来 | both are paid; an overlap in time is a finding
# B13 §3.5.2.2a
? 周末、夜间、职称、校外人员有无差别 | Do weekends, nights, rank or outside staff make a difference?
= no-difference | 没有差别 | no
# B14 §3.5.2
? 是否扣税 | Is tax taken off?
= gross | 不处理税，金额都是税前 | tax is out of scope: amounts are gross
# B15 §3.5.2
? 比照的是谁的标准，以后变了跟不跟 | Whose existing standards are meant, and do later changes of them follow?
= figures-written | 学校的标准；在新文件改动以前，以文中写的数额为准 | \
the school's; the figures written here are the rates until a document changes them
# C1 §3.5.3a
? 结余按什么单位算 | For what unit is the surplus computed?
= one-project | 一个项目，限于使用者交来的各行 | one project, for the rows that the caller passes
# C3 §3.5.3a
? 结余为零或负数怎样办 | What if the surplus is 0 or below?
= no-award | 没有奖励也不倒扣；负的结余照实报告，其余部分为0 | \
no award and no charge; the negative surplus is reported, the remainder is 0
# C4 §3.5.3a
? 以前的亏损是否结转 | Are earlier losses carried forward?
= prior-loss-given | 不自动结转；使用者可给出 prior_loss（不为负，不给为0），结余先减去它再算奖励 | \
not by itself; prior_loss (not negative, 0 unless given) is taken off the surplus before the award
# C5 §3.3c
? 政府经费算不算进结余 | Do earmarked grants count in the surplus?
= outside | 收支都不算进结余，单列余额；超支报错；由它付的成本要写用途（培训、评价或认证），没写的报错 | \
outside on both sides, with a balance of their own; overspending is an error finding, and so is a cost paid from a \
grant that names no purpose (training, evaluation or certification)
# C6 §3.3a
? 学校的奖补算不算项目收入 | Is the school award income of a project?
= outside | 不算：它是给学院的 | no: it goes to the college
# C7 §3.5.3a
? 退费怎样计 | How do refunds count?
= negative-income | 单独一类，必须为负数，冲减收入；别处不收负的金额 | \
a kind of their own, must be negative, reduce income; other negative amounts are refused
# C9 §3.5.3a
? 哪些成本要扣 | Which costs are deducted?
= all-funded-by-fees | 凡由考培费用承担的成本；课酬和考务费由记录直接算出后计入 | \
all that fees fund; training pay and duty pay are added from the records themselves
# C10 §3.5.3b
? 其余70%归谁 | Who gets the other 70%?
= reported-only | 列为其余部分（remainder），不指定归谁 | reported as the remainder, assigned to nobody
# C11 §3.5.3b
? 几个学院合办的项目怎样分 | How is the award of a joint project split?
= by-weights | 合计一个30%，按各学院权重（正整数）用最大余数法分，相同时归学院编号小的；没有权重的不收 | \
one 30%, by the colleges' weights (positive integers), largest remainder, a tie to the smaller college id; no weights \
is refused
# C12 §3.5.3b surplus.rounding
? 30%怎样取整到分 | How is the 30% rounded to the fen?
= half_up | 半分进一；只在最后取整一次 | half a fen rounds up; once, at the end
= half_even | 半分取偶数 | half a fen goes to the even fen
= down | 不满一分舍去 | part of a fen is dropped
# C13 §3.5.3b
? “可获得”是否必须发放 | Must what the college "may receive" be paid?
= computed-only | 只算出金额，发不发由使用者决定 | the amount is computed; paying it is the caller's act
# C15 §3.5.1b
? 费用进了别的账户怎样办 | What of a fee on another account?
= income-with-finding | 仍算收入，并报错；退费、政府经费、奖补和其他收入不查账户 | \
still income, with an error finding; refunds, grants, awards and other income are not tested
# D1 §3.4b
? 学分归哪一类 | To which category do the credits belong?
= category-required | 必须写明两类中的一类，不拆开 | one of the two must be given; never split
# D2 §3.4a
? 同一证书报了两次怎样办 | What if a certificate is filed twice?
= counts-once | 学生、证书名称、等级都相同的只算一次；取发证最早的，再取编号最小的 | \
one student, certificate name and level count once: the earliest issue date, then the smaller id
# D3 §3.4a
? 补发、换发的证书怎样算 | What of a certificate that was reissued or renewed?
= first-issue | 与原证书算同一本，沿用首次发证日期 | \
it is the same certificate and keeps the first issue's date
# D4 §3.4c credits.levels
? 同一证书的几个等级怎样算 | What of several levels of one certificate?
= each | 每个等级都算 | each level counts
= highest | 只算最高等级（初级低于中级，中级低于高级） | only the highest counts (初级 < 中级 < 高级)
# D5 §3.4a
? 驾驶证有几种准驾车型怎样算 | What of several classes of driver's licence?
= once-per-student | 每个学生只算一次：一本驾驶证列出全部车型 | once per student: one licence lists all classes
# D6 §3.4a
? 入学以前取得的算不算 | Does a certificate from before enrolment count?
= not-granted | 不认定，入学当天算在校；入学日期不明的无法判定，不认定 | \
no, the first day counts; with no enrolment date it cannot be decided and is not granted
# D7 §3.4a credits.earliest_issue
? 在校时取得、但早于发文日的算不算 | Does one count that dates from before the document, while a student?
= none | 算：按 as_of 当天有效的办法认定，不设最早日期 | \
yes: the policy in force on as_of decides, with no earliest date
= date | 给定最早发证日期，更早的不认定 | the earliest issue date; what was issued before it is not granted
# D8 §3.4a
? 毕业以后取得的算不算 | Does a certificate from after graduation count?
= not-granted | 不认定，毕业当天仍算在校 | no; the last day counts
# D9 §3.4a
? 撤销或失效的证书怎样算 | What of a certificate that is revoked or otherwise not valid?
= not-granted | 不认定 | not granted
# D10 §3.4a
? 未获认定的发证机构、其他种类的证书怎样算 | What of an unrecognized issuer (§1.2b), or another kind of certificate?
= not-covered | 不按本办法认定，并说明原因（外语考试、教师资格证属其他种类） | \
not under this rule, with the reason (language tests and teacher's certificates are other kinds)
# D11 §3.4c credits.category_cap
? 每类学分有没有上限 | Is there a cap on the credits of a category?
= none | 没有上限 | no cap
= number | 每个学生每类至多这么多学分，截去的部分列出 | \
at most so many credits per student and category; what is cut off is reported
# D12 §3.4a
? 两个学生报了同一证书编号怎样办 | What if two students file one certificate number?
= neither | 查清以前都不认定（种类相同，技能证书还须名称相同；不论状态） | \
neither is granted until cleared (same kind, for skill certificates also the same name; any status)
# D14 §3.4c credits.by_level
? 学分是否按等级不同 | Do credits differ by level?
= empty | 各等级都是2学分 | 2 credits for every level
= rows | 按表给分，只用于技能证书；表中没有的等级给0并说明，驾驶证仍按每本的学分 | \
as the rows say, for skill certificates only; a level not listed gets 0 and says so, licences keep the value per \
certificate
# E1 §3.5.4e
? 场地怎样算冲突 | What is a clash of rooms?
= overlap | 时间有重叠才算，首尾相接不算；涉及考试场次的报错，其余提示 | \
an overlap in time, touching is fine; an error where an exam session is involved, else a warning
# E2 §3.5.4e
? 人员怎样算冲突 | What is a clash of people?
= overlap | 同场地；考试、培训和其他占用都查 | as for rooms; over exams, training and other bookings
# E3 §3.5.4e schedule.turnaround_minutes
? 同一场地前后两场要留多久 | How long must a room stay free between two uses?
= 0 | 不必留 | no time at all
= minutes | 至少留这么多分钟，只查场地 | at least so many minutes; rooms only
# E5 §3.5.4e
? 没有场地的场次（线上）怎样查 | What of a session without a room (online)?
= no-room-check | 不查场地 | no room check
# E6 §3.5.4e
? 试点以外的占用怎样查 | What of bookings from outside the pilot?
= added-by-caller | 由使用者作为其他占用（bookings）列入 | plain bookings that the caller adds
# E7 §3.5.4d schedule.notice_days
? 要提前多久通报校产租赁部 | How long before must the venue office be told?
= none | 开始以前即可；未通报或开始后才通报的报错，没有场地的场次也查 | \
before the start; missing or late is an error, for sessions without a room too
= days | 至少提前这么多日历天 | at least so many calendar days before
# E8 §3.5.4d
? “定期”怎样查 | How is "regularly" tested?
= not-tested | 无法检查，故不查 | it cannot be tested and is left out
# E9 §2.2.4b
? 社会服务工作量怎样算 | How is the social-service workload counted?
= class-hours | 按学时，一天算6学时，系数1；考务不算 | class hours, a day is 6, coefficient 1; exam duty is not counted
# E10 §0a effective_from
? 从何时起生效 | From when is the policy in force?
= 2020-12-18 | 从发文日起，不设终点；更早的培训和考务报错，不付 | \
from the day it was issued, with an open end; training or duty dated earlier is an error finding and pays nothing
= date | 认为试点在2020年内更早开始的，改为那一天 | another day, if the office dates the pilot from earlier in 2020
"""


def _parsed(row: str) -> Reading:
    """Read one open question from its lines in the table; a provision that does not exist raises ValueError."""
    head, question, *answers = row.splitlines()
    reading_id, clause_id, *field = head.split()
    question_zh, question_en = question.removeprefix("? ").split(" | ")
    options = tuple(Option(*answer.removeprefix("= ").split(" | ")) for answer in answers)
    return Reading(
        id=reading_id,
        clause=provision(clause_id).id,
        question_zh=f"{question_zh}？",
        question_en=question_en,
        options=options,
        field=field[0] if field else None,
    )


READINGS: Final[tuple[Reading, ...]] = tuple(_parsed(row) for row in _TABLE.strip().removeprefix("# ").split("\n# "))
"""Every open question, in the order of its id."""

_READINGS: Final = {known.id: known for known in READINGS}


def reading(reading_id: str) -> Reading:
    """Give the open question of an id, with the reading taken.

    Args:
        reading_id: such as A1.

    Raises:
        ValueError: no question has this id; the message names the nearest one.

    Examples:
        >>> reading("C10").options[0].en
        'reported as the remainder, assigned to nobody'
    """
    found = _READINGS.get(reading_id) if isinstance(reading_id, str) else None
    if found is None:
        raise unknown_id("reading", reading_id, _READINGS)
    return found


def find_readings(*, clause: str | None = None, field: str | None = None) -> tuple[Reading, ...]:
    """Give the open questions of a provision, of a policy field, or both, in order.

    Args:
        clause: id of a provision, with or without its leading §; None for any.
        field: dotted field of the policy; None for any. A field that settles no open question gives none.

    Raises:
        ValueError: no such provision.

    Examples:
        >>> [found.id for found in find_readings(clause="§3.5.4d")]
        ['E7', 'E8']
        >>> [found.id for found in find_readings(field="exams.split")]
        ['B8']
    """
    clause_id = None if clause is None else provision(clause).id
    return tuple(
        found
        for found in READINGS
        if (clause_id is None or clause_id == found.clause) and (field is None or field == found.field)
    )
