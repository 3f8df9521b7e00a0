"""The open questions of 厦工教〔2020〕39号 as data: what the text does not settle, with the reading taken.

A question whose readings are all plausible and pay differently is a field of the policy: its options stand here, the
default first, and a school that reads the text otherwise amends the field. Any other question has one answer:
`Reading.settled` tells a fixed reading, the caller's own data and a refusal apart. Nothing is computed here. The ids
that do not occur (C2, C8, C14, D13, E4) were merged into others.

    >>> taken = reading("B4")
    >>> taken.field, [option.value for option in taken.options]
    ('exams.day_rate_reading', ['flat', 'ceiling', 'floor'])
    >>> reading("B99")
    Traceback (most recent call last):
    ValueError: unknown reading 'B99'; the nearest is B9
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Final, Literal, get_args

from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Words
from xmut_rules.policy.clauses import clause as provision

Settled = Literal["field", "fixed", "input", "refused"]
"""What settles an open question: a field of the policy, one fixed reading, the caller's data, or a refusal."""

SETTLED: Final[tuple[Settled, ...]] = get_args(Settled)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an open question.

    Attributes:
        value: the policy field's value as text, or the form of it (date, number, rows); without a field, a token.
        meaning: what it means.
    """

    value: str
    meaning: Words


@dataclass(frozen=True, slots=True)
class Reading:
    """One open question and its answers.

    Attributes:
        id: such as A1; A is training pay, B duty pay, C settlement, D credits, E schedule, workload and dates.
        clause: id of the provision that leaves it open.
        question: the question.
        options: the answer taken first; more than one only where the policy has a field.
        field: dotted field of the policy, such as training.long_day; None if the policy has none.
        settled: what settles it. `field`: the policy's field, and only where there is one. `input`: what the caller
            records or passes, such as the unit of a training record, is used as it stands. `refused`: input that
            raises the question is a clear error, and the caller records it otherwise. `fixed`: one reading, always
            taken; it may still refuse part of the input, as A8 refuses a negative quantity.
    """

    id: str
    clause: str
    _: KW_ONLY
    question: Words
    options: tuple[Option, ...]
    field: str | None = None
    settled: Settled = "fixed"

    @property
    def taken(self) -> Option:
        """The answer taken, unless a policy's field says otherwise."""
        return self.options[0]


# fmt: off
READINGS: Final[tuple[Reading, ...]] = (
    Reading("A1", "§3.5.2.1", settled="field", field="training.long_day",
            question=Words("同一天按学时申报，超过6学时怎样付？",
                           "How are more than 6 class hours on one date paid, claimed by the hour?"),
            options=(
                Option("hourly", Words("每学时都按120元付，文中没有写上限",
                                       "every class hour at 120 yuan: no ceiling is written")),
                Option("capped", Words("每人每天至多算6学时，按学时标准付",
                                       "a date counts at most 6 class hours per person, at the hour rate")))),
    Reading("A2", "§3.5.2.1", settled="input",
            question=Words("按天申报，实际学时不满6怎样付？",
                           "What is paid for a day that had fewer than 6 class hours?"),
            options=(Option("record-decides", Words("付720元：以记录所填的单位为准",
                                                    "720 yuan: the unit is what the record says")),)),
    Reading("A3", "§3.5.2.1",
            question=Words("不满一学时的零头怎样计？",
                           "How do part hours count?"),
            options=(Option("linear", Words("按比例计，学时至多两位小数，更细的不收；每条记录付到分，"
                                            "半分进一（按120元计用不到）",
                                            "in proportion, to 2 decimals, finer is refused; a record pays "
                                            "whole fen, half a fen rounds up (at 120 yuan it never has to)")),)),
    Reading("A4", "§3.5.2.1", settled="refused",
            question=Words("半天、一条记录报几天怎样办？",
                           "What of half a day, or several days in one record?"),
            options=(Option("refused", Words("不收：一条按天的记录只报1天（或0天，付0元）；请改报学时，"
                                             "或每天报一条",
                                             "refused: a day record is 1 day (or 0, which pays 0); give class "
                                             "hours, or one record for each date")),)),
    Reading("A5", "§3.5.2.1", settled="field", field="training.day_and_hours",
            question=Words("同一人同一天既按天又按学时申报怎样付？",
                           "How are a day record and hour records of one person on one date paid?"),
            options=(
                Option("both", Words("两种都付，并提示；long_day 为 capped 时一律按 day_only",
                                     "both are paid, with a warning; if long_day is capped, always as day_only")),
                Option("day_only", Words("按天的记录付一天的标准，按学时的付0元（规则 absorbed）",
                                         "the day record pays the day rate, the hour records pay 0 (rule "
                                         "absorbed)")))),
    Reading("A6", "§3.5.2.1",
            question=Words("同一人同一天有两条按天的记录怎样付？",
                           "How are two day records of one person on one date paid?"),
            options=(Option("one-paid", Words("报错；付一天，付在记录编号最小的一条，其余付0元",
                                              "an error finding; one day is paid: the smallest record id is "
                                              "paid, the others pay 0")),)),
    Reading("A7", "§3.5.2.1", settled="input",
            question=Words("一学时是多少分钟？",
                           "How long is a class hour?"),
            options=(Option("as-recorded", Words("不从钟点推算，以记录所填的学时为准",
                                                 "never derived from clock times: the class hours recorded count")),)),
    Reading("A8", "§3.5.2.1",
            question=Words("数量为零或负数怎样办？",
                           "What of a quantity of zero or below?"),
            options=(Option("zero-pays-zero", Words("零付0元，负数不收",
                                                    "zero pays 0, a negative quantity is refused")),)),
    Reading("A9", "§3.5.2.1",
            question=Words("封顶的一天，金额怎样分到各条学时记录？",
                           "How is a capped date split over its hour records?"),
            options=(Option("by-class-hours", Words("按学时用最大余数法分，相同时归记录编号小的",
                                                    "by class hours, largest remainder, a tie to the smaller "
                                                    "record id")),)),
    Reading("B0", "§3.5.2.2a",
            question=Words("每场的标准是给每个人的，还是给整场的？",
                           "Is the rate of a session for each person or for the whole session?"),
            options=(Option("per-person", Words("给每个考务人员：后面的每天500元说的是一个人的一天",
                                                "for each person on duty: the day rate that follows it is a "
                                                "person's day")),)),
    Reading("B1", "§3.5.2.2a",
            question=Words("用哪段时间去比3小时？",
                           "What is measured against 3 hours?"),
            options=(Option("start-to-end", Words("从该场开始到结束，精确计算，不用带误差的小数小时",
                                                  "the session from its start to its end, exactly, never as an "
                                                  "inexact number of hours")),)),
    Reading("B2", "§3.5.2.2a",
            question=Words("正好3小时算哪一档？",
                           "Which rate has a session of exactly 3 hours?"),
            options=(Option("from-3-hours", Words("3:00:00付200元，2:59:59付150元，文中写得明白",
                                                  "3:00:00 pays 200 yuan and 2:59:59 pays 150: the text is "
                                                  "explicit")),)),
    Reading("B3", "§3.5.2.2a", settled="input",
            question=Words("哪些人算考务人员？",
                           "Who is staff on duty?"),
            options=(Option("everyone-recorded", Words("凡有考务记录的人；担任什么角色都一样",
                                                       "everyone recorded; the role changes nothing")),)),
    Reading("B4", "§3.5.2.2b", settled="field", field="exams.day_rate_reading",
            question=Words("500元是定额、上限还是保底？",
                           "Is 500 for the day flat, a ceiling or a floor?"),
            options=(
                Option("flat", Words("定额：取代各场之和",
                                     "flat: it replaces the sum of the sessions")),
                Option("ceiling", Words("上限：各场之和与500元取小",
                                        "a ceiling: the smaller of the sum and 500")),
                Option("floor", Words("保底：各场之和与500元取大",
                                      "a floor: the larger of the sum and 500")))),
    Reading("B5", "§3.5.2.2b",
            question=Words("500元是否在各场考务费之外另付？",
                           "Are the 500 paid on top of the sessions?"),
            options=(Option("not-on-top", Words("不另付",
                                                "no")),)),
    Reading("B6", "§3.5.2.2b", settled="field", field="exams.day_scope",
            question=Words("一天的场次怎样归在一起数？",
                           "Which sessions are counted together for the day?"),
            options=(
                Option("person", Words("一个人当天的全部场次，各项目合计",
                                       "all of a person's sessions of the day, all projects together")),
                Option("person_and_project", Words("一个人当天在同一项目的场次",
                                                   "a person's sessions of the day in one project")))),
    Reading("B7", "§3.5.2.2b",
            question=Words("跨过午夜的一场算哪一天？",
                           "To which day does a session over midnight belong?"),
            options=(Option("day-of-start", Words("算开始那天（当地日期），时长跨午夜连续计；"
                                                  "不带时区的即当地时间，带时区的换算为北京时间，"
                                                  "同一份数据不混用",
                                                  "the local date of its start, its length runs on; naive times "
                                                  "are local, aware ones become Asia/Shanghai; one input never "
                                                  "mixes them")),)),
    Reading("B8", "§3.5.2.2b", settled="field", field="exams.split",
            question=Words("一天的500元怎样分到各项目？",
                           "How are the 500 of a day split over projects?"),
            options=(
                Option("standard_pay", Words("按各场150元或200元的标准分，最大余数法分到分，"
                                             "相同时归项目编号小的；凡达到场数、付的是500元的都这样分，"
                                             "各场之和恰为500元的也是；此外各归各场",
                                             "by the 150 or 200 of the sessions, largest remainder to the fen, a "
                                             "tie to the smaller project id, whenever the count is reached and "
                                             "500 is what is paid, also where the sum is 500 anyway; otherwise "
                                             "each project has its sessions' own pay")),
                Option("sessions", Words("按场数分，其余相同",
                                         "by the number of sessions, otherwise the same")))),
    Reading("B9", "§3.5.2.2b",
            question=Words("同一人在同一场记了两次怎样办？",
                           "What if a person is recorded twice on one session?"),
            options=(Option("counts-once", Words("只算一次，并报错",
                                                 "counts once, with an error finding")),)),
    Reading("B10", "§3.5.2.2b", settled="field", field="exams.overlapping",
            question=Words("同一人的几场时间重叠（例如一次考试巡三个考场）怎样付？",
                           "How are overlapping sessions of one person paid, such as a round of three rooms in one "
                           "sitting?"),
            options=(
                Option("each", Words("照记录每场都付，并报错",
                                     "each is paid as recorded, with an error finding")),
                Option("once", Words("一人一天内相互重叠的各场合为一场，从最早开始到最晚结束，"
                                     "归其中最长一场的项目，时长相同的归场次编号小的；首尾相接的仍是两场；同样报错",
                                     "sessions of one person and day that overlap are one, from the first start "
                                     "to the last end, in the project of the longest, a tie to the smaller "
                                     "session id; touching sessions are two; an error finding too")))),
    Reading("B11", "§3.5.2.2a", settled="input",
            question=Words("取消或改时的场次怎样办？",
                           "What of a session that was cancelled or cut short?"),
            options=(Option("corrected-by-caller", Words("由使用者删去该场，或改正它的时间",
                                                         "the caller leaves it out or corrects its times")),)),
    Reading("B12", "§3.5.2",
            question=Words("同一天既有培训又有考务怎样付？",
                           "How are training and exam duty on one date paid?"),
            options=(Option("both-paid", Words("两样都付；时间重叠的报告出来",
                                               "both are paid; an overlap in time is a finding")),)),
    Reading("B13", "§3.5.2.2a",
            question=Words("周末、夜间、职称、校外人员有无差别？",
                           "Do weekends, nights, rank or outside staff make a difference?"),
            options=(Option("no-difference", Words("没有差别",
                                                   "no")),)),
    Reading("B14", "§3.5.2",
            question=Words("是否扣税？",
                           "Is tax taken off?"),
            options=(Option("gross", Words("不处理税，金额都是税前",
                                           "tax is out of scope: amounts are gross")),)),
    Reading("B15", "§3.5.2",
            question=Words("所参照的是谁的标准，以后变了跟不跟？",
                           "Whose existing standards are meant, and do later changes of them follow?"),
            options=(Option("figures-written", Words("学校的标准；在新文件改动以前，以文中写的数额为准",
                                                     "the school's; the figures written here are the rates "
                                                     "until a document changes them")),)),
    Reading("C1", "§3.5.3a",
            question=Words("结余按什么单位算？",
                           "For what unit is the surplus computed?"),
            options=(Option("one-project", Words("一个项目，限于使用者交来的各行",
                                                 "one project, for the rows that the caller passes")),)),
    Reading("C3", "§3.5.3a",
            question=Words("结余为零或负数怎样办？",
                           "What if the surplus is 0 or below?"),
            options=(Option("no-award", Words("没有奖励也不倒扣；负的结余照实报告，其余部分为0",
                                              "no award and no charge; the negative surplus is reported, the "
                                              "remainder is 0")),)),
    Reading("C4", "§3.5.3a", settled="input",
            question=Words("以前的亏损是否结转？",
                           "Are earlier losses carried forward?"),
            options=(Option("prior-loss-given", Words("不自动结转；使用者可给出 prior_loss（不为负，不给为0），"
                                                      "结余减去它，剩下的按比例算奖励",
                                                      "not by themselves; prior_loss (not negative, 0 unless "
                                                      "given) is an input, and the award is the share of what "
                                                      "it leaves of the surplus")),)),
    Reading("C5", "§3.3c",
            question=Words("政府经费算不算进结余？",
                           "Do earmarked grants count in the surplus?"),
            options=(Option("outside", Words("收支都不算进结余（若扣去由它付的成本，"
                                             "结余会因从未计入的钱而减少），单列余额；超支报错；"
                                             "政府经费须写明项目；用途（培训、评价、认证或其他，"
                                             "文中未列尽）在收入上可写，由它付的成本上必写，没写的报错；"
                                             "一个项目的政府经费都写了用途的，支出按用途逐项比较，"
                                             "用在没有经费的用途上或超出该用途的报错（grant-purpose-differs）",
                                             "outside on both sides (deducting a cost that the grant paid would "
                                             "shrink the surplus by money it never held), with a balance of "
                                             "their own; overspending is an error finding; a grant names its "
                                             "project; a purpose (training, evaluation, certification or other: "
                                             "the list in the text is open) may stand on the receipt and must "
                                             "stand on a cost paid from it, and none named is an error finding; "
                                             "where all grants of a project name their purposes, spending is "
                                             "compared purpose by purpose, and what was spent on a purpose that "
                                             "had no grant, or more than it had, is the error "
                                             "grant-purpose-differs")),)),
    Reading("C6", "§3.3a",
            question=Words("学校的奖补算不算项目收入？",
                           "Is the school award income of a project?"),
            options=(Option("outside", Words("不算：它是给学院的；由它付的成本在 funded_by 写 school_award，"
                                             "也不算进结余",
                                             "no: it goes to the college; a cost paid from it says funded_by "
                                             "school_award and is outside the surplus too")),)),
    Reading("C7", "§3.5.3a",
            question=Words("退费怎样计？",
                           "How do refunds count?"),
            options=(Option("negative-income", Words("单独一类，必须为负数，冲减收入；别处不收负的金额",
                                                     "a kind of their own, must be negative, reduce income; "
                                                     "other negative amounts are refused")),)),
    Reading("C9", "§3.5.3a",
            question=Words("哪些成本要扣？",
                           "Which costs are deducted?"),
            options=(Option("all-funded-by-fees", Words("资金来源为考培费的成本全部扣除；"
                                                        "课酬和考务费由记录直接算出后计入；成本类别"
                                                        "（全角半角统一后）含有课酬、培训费、监考或考务的，"
                                                        "可能是同一笔钱重复列支，提示 cost-may-repeat-pay",
                                                        "all lines that fees fund; training pay and duty pay "
                                                        "are added from the records themselves; a category that "
                                                        "may be that pay again (it contains 课酬, 培训费, 监考 "
                                                        "or 考务, after NFKC) is the warning cost-may-repeat-pay")),)),
    Reading("C10", "§3.5.3b",
            question=Words("其余70%归谁？",
                           "Who gets the other 70%?"),
            options=(Option("reported-only", Words("列为其余部分（remainder），不指定归谁",
                                                   "reported as the remainder, assigned to nobody")),)),
    Reading("C11", "§3.5.3b", settled="input",
            question=Words("几个学院合办的项目怎样分？",
                           "How is the award of a joint project split?"),
            options=(Option("by-weights", Words("合计一个30%，按各学院权重（正整数）用最大余数法分，"
                                                "相同时归学院编号小的；没有权重的不收",
                                                "one 30%, by the colleges' weights (positive integers), largest "
                                                "remainder, a tie to the smaller college id; no weights is "
                                                "refused")),)),
    Reading("C12", "§3.5.3b", settled="field", field="surplus.rounding",
            question=Words("30%怎样取整到分？",
                           "How is the 30% rounded to the fen?"),
            options=(
                Option("half_up", Words("半分进一；以整数精确计算，只在最后取整一次",
                                        "half a fen rounds up; once, at the end, on integers")),
                Option("half_even", Words("半分取偶数",
                                          "half a fen goes to the even fen")),
                Option("down", Words("不满一分舍去",
                                     "part of a fen is dropped")))),
    Reading("C13", "§3.5.3b",
            question=Words("“可获得”是否必须发放？",
                           'Must what the college "may receive" be paid?'),
            options=(Option("computed-only", Words("只算出金额，发不发由使用者决定",
                                                   "the amount is computed; paying it is the caller's act")),)),
    Reading("C15", "§3.5.1b",
            question=Words("费用进了别的账户怎样办？",
                           "What of a fee on another account?"),
            options=(Option("income-with-finding", Words("仍算收入，并报错；文中说的是收费，"
                                                         "故退费、政府经费、奖补和其他收入不查账户",
                                                         "still income, with an error finding; the text speaks "
                                                         "of collecting, so that refunds, grants, awards and "
                                                         "other income are not tested")),)),
    Reading("C16", "§3.5.3a", settled="input",
            question=Words("哪些收入和成本算进一次结算？",
                           "Which receipts and costs belong to a settlement?"),
            options=(Option("all-passed", Words("使用者交来的全部，不论日期；早于本办法生效的收入报错"
                                                "（not-in-force），晚于 as_of 的提示；没有一笔悄悄进出",
                                                "all that the caller passes, whatever their date; a receipt "
                                                "dated before the policy is in force is the error not-in-force, "
                                                "one after as_of a warning: nothing leaves or enters the sum "
                                                "unseen")),)),
    Reading("C17", "§3.5.3b",
            question=Words("奖励发放以后发生的退费怎样办？",
                           "What of a refund after an award was paid?"),
            options=(Option("next-settlement", Words("不在这里追回，列入下一次结算",
                                                     "nothing is taken back here; it is a line of the next "
                                                     "settlement")),)),
    Reading("C18", "§3.5.3a", settled="input",
            question=Words("税费、教育科技公司自己的费用、学校自有场地的租金算不算成本？",
                           "Are taxes, the operating company's own fee and rent of the school's own rooms costs?"),
            options=(Option("only-if-recorded", Words("使用者记录了才算；金额照记录，不论含税与否",
                                                      "only if the caller records them; amounts are used as "
                                                      "recorded, net or gross")),)),
    Reading("C19", "§2.2.2c",
            question=Words("校外考生、没有考点的学院的学生所交的费用，以及其他收入，归哪里？",
                           "Where do fees of candidates from outside or from colleges without a site, and other "
                           "income, belong?"),
            options=(Option("project-of-exam", Words("归组织该次考试的项目，计入30%的基数",
                                                     "income of the project that ran the exam, in the base of "
                                                     "the 30%")),)),
    Reading("C20", "§3.5.3a",
            question=Words("同一学院的亏损项目能否与盈余项目相抵？",
                           "Is a project at a loss netted against another of the same college?"),
            options=(Option("not-netted", Words("不相抵：奖励是给组织项目的；要相抵的，由使用者给出 prior_loss",
                                                "no: the reward is for organizing a project; who wants it "
                                                "passes prior_loss")),)),
    Reading("D1", "§3.4b", settled="input",
            question=Words("学分归哪一类？",
                           "To which category do the credits belong?"),
            options=(Option("category-required", Words("必须写明两类中的一类，不拆开",
                                                       "one of the two must be given; never split")),)),
    Reading("D2", "§3.4a",
            question=Words("同一证书报了两次怎样办？",
                           "What if a certificate is filed twice?"),
            options=(Option("counts-once", Words("学生、证书名称、级别和评价组织（写明的）都相同的只算一次"
                                                 "（名称经NFKC规范、去空格后比较）；取发证最早的，"
                                                 "再取证书编号最小的。先判断是否同一本：同一学生的驾驶证，或同一学生"
                                                 "名称、级别、证件号都相同的技能证书，为同一本，只以最早的一行"
                                                 "（先比发证日期，再比证书编号）作结论，其余记为 duplicate",
                                                 "one student, certificate name, level and issuer (if given) "
                                                 "count once, names compared after NFKC and without spaces: the "
                                                 "earliest issue date, then the smaller id. One document comes "
                                                 "first: licences of one student, and skill certificates of one "
                                                 "student, name, level and number, are one document; its "
                                                 "earliest row (issue date, then id) is tested and decides, the "
                                                 "others are duplicate")),)),
    Reading("D3", "§3.4a",
            question=Words("补发、换发的证书怎样算？",
                           "What of a certificate that was reissued or renewed?"),
            options=(Option("first-issue", Words("与原证书算同一本，沿用首次发证日期：入学前初次领取的驾驶证，"
                                                 "以后增加车型也不给学分；因早于最早发证日期不认定的，"
                                                 "补发后仍不认定。名称、级别相同而证件号不同的，也与它合算一次；"
                                                 "但未获认定的那本不影响另一本：另一本是重新考取的",
                                                 "it is the same certificate and keeps the first issue's date: "
                                                 "a licence first issued before enrolment gives nothing when a "
                                                 "class is added later, and what earliest_issue refuses is not "
                                                 "let in by its reissue. One of the same name and level under "
                                                 "another number counts once with it too, but a refused one "
                                                 "does not block the other, which was passed anew")),)),
    Reading("D4", "§3.4c", settled="field", field="credits.levels",
            question=Words("同一证书的几个等级怎样算？",
                           "What of several levels of one certificate?"),
            options=(
                Option("each", Words("每个等级都算",
                                     "each level counts")),
                Option("highest", Words("只算最高等级（初级低于中级，中级低于高级）",
                                        "only the highest counts (初级 < 中级 < 高级)")))),
    Reading("D5", "§3.4a",
            question=Words("驾驶证有几种准驾车型怎样算？",
                           "What of several classes of driver's licence?"),
            options=(Option("once-per-student", Words("每个学生只算一次：一本驾驶证列出全部车型",
                                                      "once per student: one licence lists all classes")),)),
    Reading("D6", "§3.4a", settled="field", field="credits.before_enrolment",
            question=Words("入学以前取得的算不算？",
                           "Does a certificate from before enrolment count?"),
            options=(
                Option("refused", Words("不认定，入学当天算在校；入学日期不明的无法判定，一律不予认定",
                                        "no, the first day counts; with no enrolment date it cannot be decided, "
                                        "and is not granted")),
                Option("accepted", Words("也认定",
                                         "yes, it counts too")))),
    Reading("D7", "§3.4a", settled="field", field="credits.earliest_issue",
            question=Words("在校时取得、但早于发文日的算不算？",
                           "Does one count that dates from before the document, while a student?"),
            options=(
                Option("none", Words("算：按 as_of 当天有效的办法认定，不设最早日期",
                                     "yes: the policy in force on as_of decides, with no earliest date")),
                Option("date", Words("给定最早发证日期，更早的不认定",
                                     "the earliest issue date; what was issued before it is not granted")))),
    Reading("D8", "§3.4a", settled="field", field="credits.days_after_graduation",
            question=Words("毕业以后取得的算不算？",
                           "Does a certificate from after graduation count?"),
            options=(
                Option("0", Words("不算，毕业当天仍算在校；看发证日期，不看考试日期",
                                  "no, the last day counts; the date of issue decides, not that of the exam")),
                Option("days", Words("毕业后不超过所设天数内发证的也算",
                                     "one issued within so many days after graduation counts too")))),
    Reading("D9", "§3.4a",
            question=Words("撤销或失效的证书怎样算？",
                           "What of a certificate that is revoked or otherwise not valid?"),
            options=(Option("not-granted", Words("不认定；同一本的各行状态不同（如一行撤销、一行有效）的列为错误"
                                                 "（certificate-status-differs），先于其他检查，"
                                                 "查清之前各行结论都是 status-differs；以前已认定、"
                                                 "现已不再有效的提示（recognized-not-valid），本程序不收回已给的学分",
                                                 "not granted; rows of one document that differ in status "
                                                 "(such as revoked and valid) are the error "
                                                 "certificate-status-differs and all get outcome "
                                                 "status-differs, before any other test, until cleared; one "
                                                 "recognized earlier and no longer valid is the warning "
                                                 "recognized-not-valid: what was given is not taken back here")),)),
    Reading("D10", "§3.4a",
            question=Words("未获认定的发证机构、其他种类的证书怎样算？",
                           "What of an unrecognized issuer (§1.2b), or another kind of certificate?"),
            options=(Option("not-covered", Words("不按本办法认定，并说明原因（外语考试、教师资格证属其他种类）",
                                                 "not under this rule, with the reason (language tests and "
                                                 "teacher's certificates are other kinds)")),)),
    Reading("D11", "§3.4c", settled="field", field="credits.category_cap",
            question=Words("每类学分有没有上限？",
                           "Is there a cap on the credits of a category?"),
            options=(
                Option("none", Words("没有上限",
                                     "no cap")),
                Option("number", Words("每个学生每类至多这么多学分，截去的部分列出",
                                       "at most so many credits per student and category; what is cut off is "
                                       "reported")))),
    Reading("D12", "§3.4a",
            question=Words("两个学生报了同一证书编号怎样办？",
                           "What if two students file one certificate number?"),
            options=(Option("neither", Words("查清以前都不认定（种类相同，技能证书还须名称相同；不论状态）；"
                                             "一个学生的不同证书（等级或名称不同）编号相同的提示"
                                             "（certificate-number-repeated）",
                                             "neither is granted until cleared (same kind, for skill "
                                             "certificates also the same name; any status); one number on "
                                             "different certificates of one student (another level or name) is "
                                             "the warning certificate-number-repeated")),)),
    Reading("D14", "§3.4c", settled="field", field="credits.by_level",
            question=Words("学分是否按等级不同？",
                           "Do credits differ by level?"),
            options=(
                Option("empty", Words("各等级都是2学分",
                                      "2 credits for every level")),
                Option("rows", Words("按表给分，只用于技能证书；表中没有的等级结论为 level-not-listed，给0分，"
                                     "不猜；驾驶证仍按每本的学分（per_certificate）",
                                     "as the rows say, for skill certificates only; a level not listed gets "
                                     "outcome level-not-listed and 0, never a guess; licences use per_certificate")))),
    Reading("D15", "§3.4a",
            question=Words("“可认定”由谁决定、凭什么申请、最迟何时？",
                           'Who decides what "may be recognized", on which application, by when?'),
            options=(Option("office-decides", Words("结论只说文件允许什么；认定是主管部门的行为",
                                                    "the outcome states what the text allows; recognizing is "
                                                    "the office's act")),)),
    Reading("D16", "§3.4a", settled="input",
            question=Words("哪些驾驶证（摩托车、境外）算在内？",
                           "Which licences count (motorcycle, foreign)?"),
            options=(Option("as-filed", Words("使用者作为驾驶证申报的都算",
                                              "what the caller files as a licence")),)),
    Reading("D17", "§3.4c",
            question=Words("成绩、绩点、事后更改类别怎样办？",
                           "What of grade, grade-point average, or a later change of category?"),
            options=(Option("not-touched", Words("不涉及",
                                                 "not touched")),)),
    Reading("E1", "§3.5.4e",
            question=Words("场地怎样算冲突？",
                           "What is a clash of rooms?"),
            options=(Option("overlap", Words("时间有重叠才算（区间前闭后开），首尾相接不算；"
                                             "考试、培训和其他占用都查；涉及考试场次的报错，"
                                             "其余提示（文中说的是考务业务）",
                                             "an overlap in time (half-open intervals: touching is fine); over "
                                             "exams, training and other bookings; an error where an exam "
                                             "session is involved, else a warning (the text speaks of exam "
                                             "business)")),)),
    Reading("E2", "§3.5.4e",
            question=Words("人员怎样算冲突？",
                           "What is a clash of people?"),
            options=(Option("overlap", Words("同场地；考试、培训和其他占用都查",
                                             "as for rooms; over exams, training and other bookings")),)),
    Reading("E3", "§3.5.4e", settled="field", field="schedule.turnaround_minutes",
            question=Words("同一场地前后两场要留多久？",
                           "How long must a room stay free between two uses?"),
            options=(
                Option("0", Words("不必留",
                                  "no time at all")),
                Option("minutes", Words("至少留这么多分钟，只查场地",
                                        "at least so many minutes; rooms only")))),
    Reading("E5", "§3.5.4e",
            question=Words("没有场地的场次（线上）怎样查？",
                           "What of a session without a room (online)?"),
            options=(Option("no-room-check", Words("不查场地",
                                                   "no room check")),)),
    Reading("E6", "§3.5.4e", settled="input",
            question=Words("试点以外的占用怎样查？",
                           "What of bookings from outside the pilot?"),
            options=(Option("added-by-caller", Words("由使用者作为其他占用（bookings）列入",
                                                     "plain bookings that the caller adds")),)),
    Reading("E7", "§3.5.4d", settled="field", field="schedule.notice_days",
            question=Words("要提前多久通报校产租赁部？",
                           "How long before must the venue office be notified?"),
            options=(
                Option("none", Words("开始以前即可；未通报或开始后才通报的报错，没有场地的场次也查；"
                                     "场次写了 changed_at 而通报早于变更的报错（notice-outdated）",
                                     "before the start; missing or late is an error, for sessions without a room "
                                     "too; where a session says changed_at, a notice older than the change is "
                                     "the error notice-outdated")),
                Option("days", Words("至少提前这么多日历天，其余相同",
                                     "at least so many calendar days before, otherwise the same")))),
    Reading("E8", "§3.5.4d",
            question=Words("“定期”怎样查？",
                           'How is "regularly" tested?'),
            options=(Option("not-tested", Words("无法检查，故不查",
                                                "it cannot be tested and is left out")),)),
    Reading("E9", "§2.2.4b",
            question=Words("社会服务工作量怎样算？",
                           "How is the social-service workload counted?"),
            options=(Option("class-hours", Words("按学时，一天算6学时，系数1；考务不算；"
                                                 "被封顶或按天付的标准吸收的学时也上过课，照算",
                                                 "class hours, a day is 6, coefficient 1; exam duty is not "
                                                 "counted; hours that a cap or a day absorbs were taught and "
                                                 "count")),)),
    Reading("E10", "§0a", settled="field", field="effective_from",
            question=Words("从何时起生效？",
                           "From when is the policy in force?"),
            options=(
                Option("2020-12-18", Words("从发文日起，不设终点；更早的培训和考务报错，不付",
                                           "from the day it was issued, with an open end; training or duty dated "
                                           "earlier is an error finding and pays nothing")),
                Option("date", Words("认为试点在2020年内更早开始的，改为那一天",
                                     "another day, if the office dates the pilot from earlier in 2020")))),
)
"""Every open question, in the order of its id."""
# fmt: on

_READINGS: Final = {known.id: known for known in READINGS}


def reading(reading_id: str) -> Reading:
    """Return the open question of an id, with the reading taken.

    Args:
        reading_id: such as A1.

    Raises:
        ValueError: no question has this id; the message names the nearest one.

    Examples:
        >>> reading("C10").taken.meaning.en
        'reported as the remainder, assigned to nobody'
    """
    found = _READINGS.get(reading_id) if isinstance(reading_id, str) else None
    if found is None:
        raise no_such("reading", reading_id, _READINGS)
    return found


def find_readings(
    *, clause: str | None = None, field: str | None = None, settled: Settled | None = None
) -> tuple[Reading, ...]:
    """Return the open questions of a provision, of a policy field or settled in one way, in order.

    Args:
        clause: id or section of a provision, as `clause` accepts it; None for any.
        field: dotted field of the policy; None for any. A field that settles no open question gives none.
        settled: what settles the question: field, fixed, input or refused; None for any.

    Raises:
        ValueError: no such provision or way to settle a question.

    Examples:
        >>> [found.id for found in find_readings(clause="§3.5.4d")]
        ['E7', 'E8']
        >>> [found.id for found in find_readings(field="exams.split")]
        ['B8']
        >>> [found.id for found in find_readings(clause="§3.5.2.2a", settled="input")]
        ['B3', 'B11']
    """
    if settled is not None and settled not in SETTLED:
        raise ValueError(f"{no_such('settled', settled, ())}; known are {', '.join(SETTLED)}")
    clause_id = None if clause is None else provision(clause).id
    return tuple(
        found
        for found in READINGS
        if (clause_id is None or clause_id == found.clause)
        and (field is None or field == found.field)
        and (settled is None or settled == found.settled)
    )
