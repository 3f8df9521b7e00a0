"""What explanations say: each kind of step and each credit outcome, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from xmut_rules.credits import Outcome

OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    "granted": ("认定", "granted"),
    "recognized-earlier": ("以前已认定", "recognized in an earlier term"),
    "not-in-force": ("截止日没有生效的政策", "no policy is in force on as_of"),
    "kind-not-covered": ("不属于技能等级证书或驾驶证", "not a kind that is covered"),
    "issuer-not-recognized": ("评价组织未经认定", "its issuer is not recognized"),
    "not-valid": ("证书已撤销或失效", "revoked or otherwise not valid"),
    "not-yet-issued": ("发证日期晚于截止日", "it is issued after as_of"),
    "before-earliest-issue": ("早于可认定的最早发证日", "issued before the earliest day"),
    "enrolment-unknown": ("入学日期不明，无法判断", "the day of enrolment is not known"),
    "before-enrolment": ("入学前取得", "it was issued before enrolment"),
    "after-graduation": ("毕业后取得", "it was issued after graduation"),
    "category-missing": ("未选学分类别", "no category was chosen"),
    "number-shared": ("与他人证书编号相同，待查", "another student has its number"),
    "duplicate": ("重复申报，只计一次", "filed already; it counts once"),
    "lower-level": ("同一证书已有更高级别", "a higher level of it counts"),
    "level-not-listed": ("该级别没有规定学分", "no credits are listed for its level"),
}
"""What each credit outcome means, Chinese and English."""

COST_NAMES: Mapping[str, tuple[str, str]] = {"training": ("培训课酬", "training pay"), "exams": ("考务费", "duty pay")}
"""The two costs that come from the records, Chinese and English; other categories have the name that was recorded."""

# A code, then its words in Chinese and in English.
_TABLE = """
# training-line
{record}：{staff} {date} 培训课酬 {amount} 元
{record}: training pay of {staff} for {date}, {amount} yuan
# by-hour
按学时，{quantity} 学时
by the class hour, {quantity} class hours
# by-day
按天，{quantity} 天
by the day, {quantity} day
# ceiling-of-date
当天按学时共 {hours} 学时，超过 {most}，按 {most} 学时付
{hours} class hours on the date, over {most}: {most} are paid
# part-of-ceiling
按学时分摊，本条 {quantity} 学时
split by class hours, {quantity} of them here
# absorbed
当天已按天付，按学时的不另付
the day record pays for the date; its class hours pay nothing more
# repeated-day
同一人同一天只付一天
one day is paid to one person on one date
# not-in-force
{date} 没有生效的政策，不付
no policy is in force on {date}: nothing is paid
# training-pay
培训课酬合计 {amount} 元
training pay, {amount} yuan in all
# exam-pay
考务费合计 {amount} 元
duty pay, {amount} yuan in all
# sum-of-parts
核对：{count} 笔之和等于合计
check: the {count} amounts sum to the total
# exam-day
{staff} {date} 考务费 {amount} 元
duty pay of {staff} for {date}, {amount} yuan
# short-session
场次 {session}（项目 {project}）{length}，不满 {limit}
session {session} (project {project}), {length}, under {limit}
# long-session
场次 {session}（项目 {project}）{length}，满 {limit}
session {session} (project {project}), {length}, from {limit} on
# unrated-session
场次 {session}（项目 {project}）{length}
session {session} (project {project}), {length}
# standard
各场合计
sum of the sessions
# day-rate
当天 {count} 场，满 {limit} 场，按天付 {rate}，取代各场合计 {standard}
{count} sessions, {limit} or more: {rate} for the day replaces the sum of {standard}
# day-ceiling
当天 {count} 场，满 {limit} 场，{rate} 是上限
{count} sessions, {limit} or more: {rate} is a ceiling
# day-floor
当天 {count} 场，满 {limit} 场，{rate} 是保底
{count} sessions, {limit} or more: {rate} is a floor
# day-share
分到项目 {project}
share of project {project}
# own-share
项目 {project} 自己的场次
project {project}, its own sessions
# shares-check
核对：分摊之和等于实付
check: the shares sum to what is paid
# settlement
项目 {project} 结算：结余 {surplus} 元，学院奖励 {amount} 元
settlement of project {project}: surplus {surplus} yuan, college award {amount} yuan
# income-fee
考培费 {count} 笔
fees (receipts: {count})
# income-refund
退费 {count} 笔，冲减收入
refunds, taken off the income (receipts: {count})
# income-other
其他收入 {count} 笔
other income (receipts: {count})
# income
收入
income
# cost-training
培训课酬，由培训记录算出
training pay, from the records themselves
# cost-exams
考务费，由考务记录算出
duty pay, from the records themselves
# cost-category
成本：{category}，{count} 笔
cost: {category} (rows: {count})
# cost
成本合计
all costs
# surplus
结余 = 收入 - 成本
surplus = income - costs
# after-prior-loss
减去以前的亏损
less the earlier loss
# award
学院奖励 = 结余 × {share}
college award = surplus × {share}
# no-surplus
没有结余，没有奖励
no surplus is left, so there is no award
# no-award-policy
截止日没有生效的政策，没有奖励
no policy is in force on as_of, so there is no award
# college-part
学院 {college}，权重 {weight}
college {college}, weight {weight}
# remainder
其余部分 = 结余 - 奖励
remainder = surplus - award
# no-remainder
没有结余，其余部分为零
no surplus is left, so the remainder is zero
# awards-check
核对：各学院之和等于奖励
check: the colleges' parts sum to the award
# surplus-check
核对：奖励 + 其余 = 结余
check: award + remainder = surplus
# no-grant
没有政府专款的收支，无须单列
no earmarked grant was received or spent
# grant-balance
政府专款余额，不算进结余
balance of earmarked grants, outside the surplus
# school-award
学校奖补 {count} 笔，给学院，不算项目收入
school awards go to the college and are no income (receipts: {count})
# decision
证书 {certificate}（学生 {student}）：{zh}，{amount} 学分
certificate {certificate} (student {student}): {en}, {amount} credits
# worth
每本证书的学分
credits of a certificate
# worth-by-level
按级别 {level} 的学分
credits of level {level}
# under-cap
该类上限 {cap}，以前已用 {used}，还剩 {left}
cap of the category {cap}, {used} used before, {left} left
# refused
{zh}
{en}
# credits
学分认定：{count} 本证书，{amount} 学分
credits (certificates: {count}), {amount} in all
# student-credits
学生 {student} 合计
student {student}, in all
# forecast
项目 {project}，{count} 名考生：结余 {surplus} 元，学院奖励 {amount} 元
project {project}, {count} candidates: surplus {surplus} yuan, college award {amount} yuan
# fixed
与人数无关的成本
costs that do not depend on the number of candidates
# margin
每名考生留下 = 收费 - 每人成本
what a candidate leaves = fee - cost of each
# break-even
从 {count} 名考生起不亏
from {count} candidates on nothing is lost
# no-break-even
每名考生都不留下什么，人数再多也不够
a candidate leaves nothing, so no number is enough
# nothing-to-cover
没有与人数无关的成本，一名也不亏
no cost is independent of the number, so nothing has to be covered
# credits-of-student
学生 {student} 的学分 {amount}
credits of student {student}, {amount}
# finding-code
检查代码 {finding}
finding {finding}
# payroll
人员酬金合计 {amount} 元
pay of all staff, {amount} yuan
# person
{staff}：培训课酬 + 考务费
{staff}: training pay + duty pay
# workload
社会服务工作量合计 {amount} 学时
social-service workload, {amount} class hours
# person-hours
{staff} 的学时
class hours of {staff}
# finding
{severity_zh}：{zh}
{severity_en}: {en}
# remedy
处理：{zh}
what to do: {en}
# findings
检查
checks
# report
学期 {term} 的全部说明，截止日 {as_of}
the whole term {term} explained, as of {as_of}
# training-check
核对：各项目的培训课酬之和等于培训课酬合计
check: training pay of the projects sums to all training pay
# exams-check
核对：各项目的考务费之和等于考务费合计
check: duty pay of the projects sums to all duty pay
# payroll-check
核对：培训课酬 + 考务费 = 人员酬金
check: training pay + duty pay = pay of all staff
# selection
所选结果的说明
the chosen results explained
"""


def _phrases() -> dict[str, tuple[str, str]]:
    rows = (row.split("\n") for row in _TABLE.strip().removeprefix("# ").split("\n# "))
    return {code: (zh, en) for code, zh, en in rows}


PHRASES: Mapping[str, tuple[str, str]] = _phrases()
"""What each kind of step and each title says, Chinese and English; in braces what is filled in."""
