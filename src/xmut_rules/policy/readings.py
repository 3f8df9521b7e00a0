"""The open questions of 厦工教〔2020〕39号 as data: what the text does not settle, with the reading adopted.

A question whose readings are all plausible and pay differently is a field of the policy: its options are here, the
default first, and a school that reads the text otherwise amends the field. Any other question has one answer:
`Reading.settled` distinguishes a fixed reading, the caller's own data and a refusal. Nothing is computed here. The ids
that do not occur (C2, C8, C14, D13, E4) were merged into others.

    >>> taken = reading("B4")
    >>> taken.field, [option.value for option in taken.options]
    ('exams.day_rate_reading', ['flat', 'ceiling', 'floor'])
    >>> reading("B99")
    Traceback (most recent call last):
    xmut_rules.base.language.WordedError: unknown reading 'B99'; the nearest is B9
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Final, Literal, get_args

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Words, joined, require_one_of
from xmut_rules.policy.clauses import Clause, office
from xmut_rules.policy.clauses import clause as provision_of

Settled = Literal["field", "fixed", "input", "refused"]
"""What settles an open question: a field of the policy, one fixed reading, the caller's data, or a refusal."""

SETTLED: Final[tuple[Settled, ...]] = get_args(Settled)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an open question.

    Attributes:
        value: the policy field's value as text, or the form of it (date, number, rows); without a field, a token.
        meaning: what it means.
        name: what a Chinese line calls a value that is an English word; empty for a figure and for an only answer.
    """

    value: str
    meaning: Words
    name: str = ""

    @property
    def words(self) -> Words:
        """What a line calls it: its name in Chinese, the value itself in English."""
        return Words(self.name or self.value, self.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """One open question and its answers.

    Attributes:
        id: such as A1; A is training pay, B duty pay, C settlement, D credits, E schedule, workload and dates.
        clause: id of the provision that leaves it open.
        question: the question.
        options: the answer adopted first; more than one only where the policy has a field.
        field: dotted field of the policy, such as training.long_day; None if the policy has none.
        settled: what settles it. `field`: the policy's field, and only where there is one. `input`: what the caller
            records or passes, such as the unit of a training record, is used as recorded. `refused`: input that
            raises the question is a clear error, and the caller records it otherwise. `fixed`: one reading, always
            adopted; it may still refuse part of the input, as A8 refuses a negative quantity.
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
        """The answer adopted, unless a policy's field is set otherwise."""
        return self.options[0]


# fmt: off
READINGS: Final[tuple[Reading, ...]] = (
    Reading("A1", "§3.5.2.1", settled="field", field="training.long_day",
            question=Words("同一天按学时申报，超过6学时如何计酬？",
                           "How are more than 6 class hours on one date paid when they are claimed by the hour?"),
            options=(
                Option("hourly", Words("每学时均按120元计，文中未规定上限",
                                       "every class hour at 120 yuan: the text sets no ceiling"), "全部按学时"),
                Option("capped", Words("每人每天至多计6学时，按学时标准计酬",
                                       "at most 6 class hours count per person and date, at the hourly rate"),
                       "每天封顶"))),
    Reading("A2", "§3.5.2.1", settled="input",
            question=Words("按天申报，实际学时不满6如何计酬？",
                           "What is paid for a day that had fewer than 6 class hours?"),
            options=(Option("record-decides", Words("计720元：以记录所填的计量单位为准",
                                                    "720 yuan: the unit of the record decides")),)),
    Reading("A3", "§3.5.2.1",
            question=Words("不满一学时的零头如何计？",
                           "How do parts of a class hour count?"),
            options=(Option("linear", Words("按比例计，学时至多两位小数，更细的不予受理；每条记录四舍五入到分"
                                            "（按120元计不会出现不满一分的尾数）",
                                            "in proportion, to 2 decimals, finer is refused; a record pays whole "
                                            "fen, half a fen rounds up (at 120 yuan this never occurs)")),)),
    Reading("A4", "§3.5.2.1", settled="refused",
            question=Words("半天、一条记录报几天如何处理？",
                           "How is half a day handled, or several days in one record?"),
            options=(Option("refused", Words("不予受理：一条按天计的记录只报1天（或0天，计0元）；请改按学时申报，"
                                             "或每天报一条",
                                             "refused: a day record is 1 day (or 0, which pays 0); enter class "
                                             "hours, or one record per date")),)),
    Reading("A5", "§3.5.2.1", settled="field", field="training.day_and_hours",
            question=Words("同一人同一天既按天又按学时申报如何计酬？",
                           "How are day and hour records of one person on one date paid?"),
            options=(
                Option("both", Words("两种都计酬，并列为提示；学时每天封顶（A1）的，一律只按天计",
                                     "both are paid, with a warning; if long_day is capped, always as day_only"),
                       "两种都计"),
                Option("day_only", Words("按天计的记录按每天标准计酬，按学时计的记录已含在其中，计0元",
                                         "the day record pays the day rate, the hour records pay 0 (rule "
                                         "absorbed)"), "只按天计"))),
    Reading("A6", "§3.5.2.1",
            question=Words("同一人同一天有两条按天计的记录如何计酬？",
                           "How are two day records of one person on one date paid?"),
            options=(Option("one-paid", Words("列为错误；只计一天，计在记录编号最小的一条，其余计0元",
                                              "reported as an error; one day is paid: the record with the smallest "
                                              "id is paid, the others pay 0")),)),
    Reading("A7", "§3.5.2.1", settled="input",
            question=Words("一学时是多少分钟？",
                           "How long is a class hour?"),
            options=(Option("as-recorded", Words("不按起止时间推算，以记录所填的学时为准",
                                                 "never derived from start and end times: the class hours recorded "
                                                 "count")),)),
    Reading("A8", "§3.5.2.1",
            question=Words("数量为零或负数如何处理？",
                           "How is a quantity of zero or below handled?"),
            options=(Option("zero-pays-zero", Words("零计0元，负数不予受理",
                                                    "zero pays 0, a negative quantity is refused")),)),
    Reading("A9", "§3.5.2.1",
            question=Words("按上限计酬的一天，金额如何分到各条学时记录？",
                           "How is the pay of a capped date split over its hour records?"),
            options=(Option("by-class-hours", Words("按学时用最大余数法分摊，相同时归记录编号较小的",
                                                    "by class hours, by the largest remainder, ties to the smaller "
                                                    "record id")),)),
    Reading("B0", "§3.5.2.2a",
            question=Words("每场的标准是给每个人的，还是给整场的？",
                           "Is the rate of a session paid per person or for the whole session?"),
            options=(Option("per-person", Words("给每名考务人员：其后的每天500元是按一个人的一天计的",
                                                "per person on duty: the day rate that follows it is for one "
                                                "person's day")),)),
    Reading("B1", "§3.5.2.2a",
            question=Words("以哪段时间与3小时比较？",
                           "Which length is compared with 3 hours?"),
            options=(Option("start-to-end", Words("从该场开始到结束，精确计算，不用有误差的小数小时",
                                                  "the session from its start to its end, exactly, never as an "
                                                  "inexact number of hours")),)),
    Reading("B2", "§3.5.2.2a",
            question=Words("正好3小时算哪一档？",
                           "Which rate applies to a session of exactly 3 hours?"),
            options=(Option("from-3-hours", Words("满3小时整的计200元，差一秒不满的计150元，文中已写明",
                                                  "exactly 3 hours pays 200 yuan, a second less 150: the text is "
                                                  "explicit")),)),
    Reading("B3", "§3.5.2.2a", settled="input",
            question=Words("哪些人算考务人员？",
                           "Who is staff on duty?"),
            options=(Option("everyone-recorded", Words("凡有考务记录的人；考务岗位不影响计酬",
                                                       "everyone recorded; the role makes no difference")),)),
    Reading("B4", "§3.5.2.2b", settled="field", field="exams.day_rate_reading",
            question=Words("500元是定额、上限还是保底？",
                           "Is the 500 for a day flat, a ceiling or a floor?"),
            options=(
                Option("flat", Words("定额：取代各场之和",
                                     "flat: it replaces the sum of the sessions"), "定额"),
                Option("ceiling", Words("上限：各场之和与500元取小",
                                        "a ceiling: the smaller of the sum and 500"), "上限"),
                Option("floor", Words("保底：各场之和与500元取大",
                                      "a floor: the larger of the sum and 500"), "保底"))),
    Reading("B5", "§3.5.2.2b",
            question=Words("500元是否在各场考务费之外另计？",
                           "Are the 500 paid on top of the sessions?"),
            options=(Option("not-on-top", Words("不另计",
                                                "no")),)),
    Reading("B6", "§3.5.2.2b", settled="field", field="exams.day_scope",
            question=Words("一天的场次按什么范围合计？",
                           "Which sessions are counted together for a day?"),
            options=(
                Option("person", Words("一个人当天的全部场次，各项目合计",
                                       "all sessions of a person on the day, all projects together"), "各项目合计"),
                Option("person_and_project", Words("一个人当天在同一项目的场次",
                                                   "the sessions of a person on the day in one project"),
                       "各项目分计"))),
    Reading("B7", "§3.5.2.2b",
            question=Words("跨零点的一场算哪一天？",
                           "To which day does a session that runs past midnight belong?"),
            options=(Option("day-of-start", Words("算开始那天（当地日期），时长跨零点连续计；不带时区的即当地时间，"
                                                  "带时区的换算为北京时间，同一份数据不得混用",
                                                  "the local date of its start, with its full length; times without "
                                                  "a time zone are local, those with one are converted to "
                                                  "Asia/Shanghai; one input must not mix them")),)),
    Reading("B8", "§3.5.2.2b", settled="field", field="exams.split",
            question=Words("一天的500元如何分摊到各项目？",
                           "How is the 500 for a day split between projects?"),
            options=(
                Option("standard_pay", Words("按各场150元或200元的标准分摊，最大余数法计到分，"
                                             "相同时归项目编号较小的；凡达到场数、计500元的都如此分摊，"
                                             "各场之和恰为500元的也是；此外各场归各自的项目",
                                             "in proportion to the standard pay of the sessions (150 or 200 each), "
                                             "rounded to the fen by the largest-remainder method, with ties going to "
                                             "the smaller project id; this applies to every day that reaches the "
                                             "count and is paid 500, even if its sessions also add up to 500; on any "
                                             "other day each project is charged for its own sessions"), "按标准分摊"),
                Option("sessions", Words("按场数分摊，其余相同",
                                         "in proportion to the number of sessions, otherwise the same"),
                       "按场数分摊"))),
    Reading("B9", "§3.5.2.2b",
            question=Words("同一人在同一场有两条记录如何处理？",
                           "How is a person handled who is recorded twice for one session?"),
            options=(Option("counts-once", Words("只计一次，并列为错误",
                                                 "counts once, and is reported as an error")),)),
    Reading("B10", "§3.5.2.2b", settled="field", field="exams.overlapping",
            question=Words("同一人的几场时间重叠（例如一次考试巡三个考场）如何计酬？",
                           "How are overlapping sessions of one person paid, such as rounds of three rooms in one "
                           "sitting?"),
            options=(
                Option("each", Words("照记录每场都计酬，并列为错误",
                                     "each is paid as recorded, and reported as an error"), "每场都计"),
                Option("once", Words("一人一天内相互重叠的各场合为一场，从最早开始到最晚结束，归其中最长一场的项目，"
                                     "时长相同的归场次编号较小的；首尾相接的仍是两场；同样列为错误",
                                     "sessions of one person and day that overlap count as one, from the first start "
                                     "to the last end, in the project of the longest, ties to the smaller session "
                                     "id; touching sessions are two; also reported as an error"), "合为一场"))),
    Reading("B11", "§3.5.2.2a", settled="input",
            question=Words("取消或提前结束的场次如何处理？",
                           "How is a session handled that was cancelled or cut short?"),
            options=(Option("corrected-by-caller", Words("由使用者删去该场，或改正其时间",
                                                         "the caller removes it or corrects its times")),)),
    Reading("B12", "§3.5.2",
            question=Words("同一天既有培训又有考务如何计酬？",
                           "How are training and exam duty on one date paid?"),
            options=(Option("both-paid", Words("两项都计酬；时间重叠的列为问题",
                                               "both are paid; an overlap in time is reported")),)),
    Reading("B13", "§3.5.2.2a",
            question=Words("周末、夜间、职称、校外人员有无差别？",
                           "Do weekends, nights, rank or outside staff make a difference?"),
            options=(Option("no-difference", Words("没有差别",
                                                   "no")),)),
    Reading("B14", "§3.5.2",
            question=Words("是否扣税？",
                           "Is tax deducted?"),
            options=(Option("gross", Words("不处理税，金额均为税前",
                                           "tax is out of scope: amounts are gross")),)),
    Reading("B15", "§3.5.2",
            question=Words("所参照的是谁的标准，该标准以后调整的是否随之调整？",
                           "Whose existing standards are meant, and do later changes of them apply?"),
            options=(Option("figures-written", Words("学校的标准；在新文件修改以前，以文中所写数额为准",
                                                     "the school's; the figures written here are the rates "
                                                     "until a document changes them")),)),
    Reading("C1", "§3.5.3a",
            question=Words("结余按什么单位计算？",
                           "For what unit is the surplus computed?"),
            options=(Option("one-project", Words("按项目逐个结算，只计该项目名下报来的收支",
                                                 "each project by itself, from the rows entered for it")),)),
    Reading("C3", "§3.5.3a",
            question=Words("结余为零或负数如何处理？",
                           "What follows if the surplus is 0 or below?"),
            options=(Option("no-award", Words("不奖励，也不倒扣；负的结余照实列出，奖励后余额为0",
                                              "no award and no charge; the negative surplus is reported, the "
                                              "remainder is 0")),)),
    Reading("C4", "§3.5.3a", settled="input",
            question=Words("以前亏损是否结转？",
                           "Are earlier losses carried forward?"),
            options=(Option("prior-loss-given", Words("不自动结转；可填“以前亏损”（不得为负，不填按0计），"
                                                      "先从结余中扣除，余下的再按比例计奖励",
                                                      "not automatically; the caller may give prior_loss (not "
                                                      "negative, 0 by default), which is deducted from the surplus "
                                                      "before the award is computed")),)),
    Reading("C5", "§3.3c",
            question=Words("政府经费是否计入结余？",
                           "Do earmarked grants count in the surplus?"),
            options=(Option("outside", Words("收支均不计入结余（专款未计入收入，由它支付的成本也就不从结余中扣除），"
                                             "单列余额；超支列为错误；专款须填项目；用途（培训、评价、认证或其他，"
                                             "文中未列尽）在收入中可填，在由它支付的成本中必填，未填的列为错误；"
                                             "一个项目的专款都填了用途的，支出按用途逐项比较，"
                                             "用于没有专款的用途或超出该用途的列为错误",
                                             "outside on both sides (deducting a cost that the grant paid would "
                                             "reduce the surplus by money it never contained), with a balance of "
                                             "their own; overspending is reported as an error; a grant names its "
                                             "project; a purpose (training, evaluation, certification or other: the "
                                             "list in the text is open) is optional on a receipt and required on a "
                                             "cost paid from a grant, and a missing one is reported as an error; "
                                             "where all grants of a project name their purposes, spending is "
                                             "compared by purpose, and spending on a purpose without a grant, or "
                                             "beyond it, is the error grant-purpose-differs")),)),
    Reading("C6", "§3.3a",
            question=Words("学校奖补是否计为项目收入？",
                           "Is the school award income of a project?"),
            options=(Option("outside", Words("不计：它是给学院的；由它支付的成本，资金来源填“学校奖补”，"
                                             "也不计入结余",
                                             "no: it goes to the college; a cost paid from it has funded_by "
                                             "school_award and is outside the surplus too")),)),
    Reading("C7", "§3.5.3a",
            question=Words("退费如何计？",
                           "How do refunds count?"),
            options=(Option("negative-income", Words("单独一类，必须为负数，冲减收入；其他负的金额不予受理",
                                                     "as a kind of their own; they must be negative and reduce income; "
                                                     "other negative amounts are refused")),)),
    Reading("C9", "§3.5.3a",
            question=Words("哪些成本应扣除？",
                           "Which costs are deducted?"),
            options=(Option("all-funded-by-fees", Words("资金来源为考培费的成本全部扣除；"
                                                        "课酬和考务费由记录直接算出后计入；"
                                                        "费用类别（不分全角半角）含有课酬、培训费、监考或考务的，"
                                                        "可能是重复列支，列为提示",
                                                        "every cost funded by fees, plus training pay and duty pay, "
                                                        "which are computed from the records; a cost whose category "
                                                        "contains 课酬, 培训费, 监考 or 考务 (after NFKC "
                                                        "normalization) may be that pay entered a second time and "
                                                        "gets the warning cost-may-repeat-pay")),)),
    Reading("C10", "§3.5.3b",
            question=Words("其余70%归谁？",
                           "Who gets the other 70%?"),
            options=(Option("reported-only", Words("列为奖励后余额，不指定归属",
                                                   "reported as the remainder, assigned to nobody")),)),
    Reading("C11", "§3.5.3b", settled="input",
            question=Words("几个学院合办的项目，奖励如何分配？",
                           "How is the award of a joint project split?"),
            options=(Option("by-weights", Words("合计一个30%，按各学院权重（正整数）用最大余数法分配，"
                                                "相同时归学院编号较小的；没有权重的不予受理",
                                                "a single 30%, by the colleges' weights (positive integers), by the "
                                                "largest remainder, ties to the smaller college id; missing weights "
                                                "are refused")),)),
    Reading("C12", "§3.5.3b", settled="field", field="surplus.rounding",
            question=Words("30%如何舍入到分？",
                           "How is the 30% rounded to the fen?"),
            options=(
                Option("half_up", Words("四舍五入；先精确计算，只在最后舍入一次",
                                        "half a fen rounds up; once, at the end, on integers"), "四舍五入"),
                Option("half_even", Words("四舍六入五成双：正好半分的，舍入到偶数分",
                                          "half a fen rounds to the even fen"), "四舍六入五成双"),
                Option("down", Words("不满一分的舍去",
                                     "any part of a fen is dropped"), "舍去尾数"))),
    Reading("C13", "§3.5.3b",
            question=Words("“可获得”是否必须发放？",
                           'Must what the college "may receive" be paid?'),
            options=(Option("computed-only", Words("只计算金额，是否发放由使用者决定",
                                                   "the amount is computed; whether to pay it is for the caller to "
                                                   "decide")),)),
    Reading("C15", "§3.5.1b",
            question=Words("费用进了别的账户如何处理？",
                           "How is a fee handled that was paid into another account?"),
            options=(Option("income-with-finding", Words("仍计为收入，并列为错误；文中说的是收费，故退费、政府经费、"
                                                         "奖补和其他收入不查账户",
                                                         "still income, and reported as an error; the text speaks of "
                                                         "collecting, so refunds, grants, awards and other income "
                                                         "are not checked")),)),
    Reading("C16", "§3.5.3a", settled="input",
            question=Words("哪些收入和成本计入一次结算？",
                           "Which receipts and costs belong to a settlement?"),
            options=(Option("all-passed", Words("使用者提供的全部，不论日期；早于本办法生效的收入列为错误，"
                                                "晚于结算日的列为提示；每一笔增减都有记录",
                                                "all that the caller passes, whatever their dates; a receipt dated "
                                                "before the policy is in force is the error not-in-force, one after "
                                                "the settlement date a warning: nothing enters or leaves the sum "
                                                "unreported")),)),
    Reading("C17", "§3.5.3b",
            question=Words("奖励发放以后发生的退费如何处理？",
                           "How is a refund handled after the award was paid?"),
            options=(Option("next-settlement", Words("不在此追回，列入下一次结算",
                                                     "nothing is taken back here; it is part of the next "
                                                     "settlement")),)),
    Reading("C18", "§3.5.3a", settled="input",
            question=Words("税费、教育科技公司自身的费用、学校自有场地的租金是否计为成本？",
                           "Are taxes, the operating company's own fee and rent of the school's own rooms costs?"),
            options=(Option("only-if-recorded", Words("使用者有记录的才计；金额照记录，不论是否含税",
                                                      "only if the caller records them; amounts are used as "
                                                      "recorded, net or gross")),)),
    Reading("C19", "§2.2.2c",
            question=Words("校外考生、没有考点的学院的学生所交的费用，以及其他收入，归哪里？",
                           "Where do fees of candidates from outside or from colleges without a site, and other "
                           "income, belong?"),
            options=(Option("project-of-exam", Words("归组织该次考试的项目，计入30%的基数",
                                                     "to the project that ran the exam, in the base of the 30%")),)),
    Reading("C20", "§3.5.3a",
            question=Words("同一学院的亏损项目能否与盈余项目相抵？",
                           "Is a project at a loss netted against another of the same college?"),
            options=(Option("not-netted", Words("不相抵：奖励是给组织项目的；需要相抵的，由使用者填写“以前亏损”",
                                                "no: the award is for organizing a project; a caller who wants "
                                                "netting passes prior_loss")),)),
    Reading("D1", "§3.4b", settled="input",
            question=Words("学分归哪一类？",
                           "In which category do the credits count?"),
            options=(Option("category-required", Words("必须填写两类中的一类，不拆分",
                                                       "one of the two must be given; never split")),)),
    Reading("D2", "§3.4a",
            question=Words("同一证书申报两次如何处理？",
                           "How is a certificate handled that is filed twice?"),
            options=(Option("counts-once", Words("同一学生的证书，名称、等级、评价组织（填了的）均相同的，"
                                                 "只认定一次，以发证日期最早的为准，"
                                                 "日期相同的以记录编号最小的为准（名称不分全角半角，空格不计）。"
                                                 "在此之前先看是否同一本：同一学生的驾驶证算同一本，"
                                                 "同一学生名称、等级、证书号码均相同的技能证书算同一本；"
                                                 "同一本报了几条的，只审最早的一条（先看发证日期，再看记录编号），"
                                                 "其余按重复申报处理",
                                                 "certificates of one student with the same name, level and issuer "
                                                 "(if given) count once, names compared after NFKC and without "
                                                 "spaces: the earliest issue date, then the smaller id. One document "
                                                 "comes first: licences of one student, and skill certificates of "
                                                 "one student with the same name, level and number, are one "
                                                 "document; its earliest record (issue date, then id) is tested and "
                                                 "decides, the others are duplicate")),)),
    Reading("D3", "§3.4a",
            question=Words("补发、换发的证书如何计？",
                           "How does a certificate count that was reissued or renewed?"),
            options=(Option("first-issue", Words("与原证书算同一本，沿用首次发证日期：入学前初次领取的驾驶证，"
                                                 "以后增加车型也不计学分；因早于最早发证日期未认定的，"
                                                 "补发后仍不认定。名称、等级相同而证书号码不同的，也与它合计一次；"
                                                 "但未获认定的那本不影响另一本：另一本是重新考取的",
                                                 "it is the same certificate and keeps the date of its first issue: "
                                                 "a licence first issued before enrolment gives nothing when a class "
                                                 "is added later, and what earliest_issue refuses is not accepted "
                                                 "when it is reissued. One of the same name and level with another "
                                                 "number counts once with it too, but a refused one does not block "
                                                 "the other, which was passed anew")),)),
    Reading("D4", "§3.4c", settled="field", field="credits.levels",
            question=Words("同一证书的几个等级如何计？",
                           "How do several levels of one certificate count?"),
            options=(
                Option("each", Words("每个等级都计",
                                     "each level counts"), "每个等级都计"),
                Option("highest", Words("只计最高等级，初级低于中级，中级低于高级",
                                        "only the highest counts (初级 < 中级 < 高级)"), "只计最高等级"))),
    Reading("D5", "§3.4a",
            question=Words("驾驶证有几种准驾车型如何计？",
                           "How do several classes of driving licence count?"),
            options=(Option("once-per-student", Words("每个学生只计一次：一本驾驶证列出全部车型",
                                                      "once per student: one licence lists all classes")),)),
    Reading("D6", "§3.4a", settled="field", field="credits.before_enrolment",
            question=Words("入学以前取得的是否认定？",
                           "Does a certificate issued before enrolment count?"),
            options=(
                Option("refused", Words("不认定，入学当天算在校；入学日期不明的无法判断，一律不予认定",
                                        "no, the first day counts; without an enrolment date it cannot be decided, "
                                        "and is not granted"), "不认定"),
                Option("accepted", Words("也认定",
                                         "yes, it counts too"), "认定"))),
    Reading("D7", "§3.4a", settled="field", field="credits.earliest_issue",
            question=Words("在校时取得、但早于发文日期的是否认定？",
                           "Does a certificate count that a student obtained before the document was issued?"),
            options=(
                Option("none", Words("认定：按结算日有效的办法认定，不设最早日期",
                                     "yes: the policy in force on the settlement date decides, with no earliest date"),
                       "不设最早日期"),
                Option("date", Words("设定最早发证日期，更早的不认定",
                                     "the earliest issue date; what was issued before it is not granted"),
                       "设最早日期"))),
    Reading("D8", "§3.4a", settled="field", field="credits.days_after_graduation",
            question=Words("毕业以后取得的是否认定？",
                           "Does a certificate issued after graduation count?"),
            options=(
                Option("0", Words("不认定，毕业当天仍算在校；以发证日期为准，不看考试日期",
                                  "no, the last day counts; the date of issue decides, not that of the exam")),
                Option("days", Words("毕业后不超过所设天数内发证的也认定",
                                     "one issued within so many days after graduation counts too"), "设宽限天数"))),
    Reading("D9", "§3.4a",
            question=Words("撤销或失效的证书如何处理？",
                           "How is a certificate handled that is revoked or otherwise not valid?"),
            options=(Option("not-granted", Words("不认定；同一本的各条记录状态不一致（如一条撤销、一条有效）的"
                                                 "列为错误，先于其他审查，核实以前各条均不认定；"
                                                 "以前已认定、现已失效的列为提示，已认定的学分不由本程序收回",
                                                 "not granted; records of one document that differ in status (such "
                                                 "as revoked and valid) are the error certificate-status-differs and "
                                                 "all get the outcome status-differs, before any other test, until "
                                                 "it is clarified; one recognized earlier and no longer valid is the "
                                                 "warning recognized-not-valid: credits already given are not taken "
                                                 "back here")),)),
    Reading("D10", "§3.4a",
            question=Words("未获认定的发证机构（§1.2b）、其他种类的证书如何处理？",
                           "How are an unrecognized issuer (§1.2b) and other kinds of certificate handled?"),
            options=(Option("not-covered", Words("不按本办法认定，并说明原因（外语考试、教师资格证属其他种类）",
                                                 "not granted under this policy, with the reason (language tests and "
                                                 "teacher's certificates are other kinds)")),)),
    Reading("D11", "§3.4c", settled="field", field="credits.category_cap",
            question=Words("每类学分有无上限？",
                           "Is there a cap on the credits of a category?"),
            options=(
                Option("none", Words("没有上限",
                                     "no cap"), "没有上限"),
                Option("number", Words("每个学生每类至多这么多学分，超出上限的部分列出",
                                       "at most so many credits per student and category; what the cap cuts off is "
                                       "reported"), "设上限"))),
    Reading("D12", "§3.4a",
            question=Words("两个学生申报了同一证书号码如何处理？",
                           "What follows if two students file one certificate number?"),
            options=(Option("neither", Words("核实以前都不认定（种类相同，技能证书还须名称相同；不论状态）；"
                                             "一个学生的不同证书（等级或名称不同）证书号码相同的列为提示",
                                             "neither is granted until it is clarified (same kind, for skill "
                                             "certificates also the same name; any status); one number on different "
                                             "certificates of one student (another level or name) is the warning "
                                             "certificate-number-repeated")),)),
    Reading("D14", "§3.4c", settled="field", field="credits.by_level",
            question=Words("学分是否因等级而异？",
                           "Do credits differ by level?"),
            options=(
                Option("empty", Words("各等级均为2学分",
                                      "2 credits for every level"), "各等级相同"),
                Option("rows", Words("按分等级学分表计，只用于技能证书；表中没有的等级不予认定，计0学分，不作推测；"
                                     "驾驶证仍按每本证书的学分",
                                     "as listed, for skill certificates only; a level not listed gets the outcome "
                                     "level-not-listed and 0 credits, never a guess; licences use per_certificate"),
                       "分等级"))),
    Reading("D15", "§3.4a",
            question=Words("“可认定”由谁决定、凭什么申请、最迟何时？",
                           'Who decides what "may be recognized", on which application, by when?'),
            options=(Option("office-decides", Words("结论只说明文件允许什么；认定由主管部门办理",
                                                    "the outcome states what the text allows; recognizing "
                                                    "it is up to the office")),)),
    Reading("D16", "§3.4a", settled="input",
            question=Words("哪些驾驶证（摩托车、境外）计算在内？",
                           "Which licences count (motorcycle, foreign)?"),
            options=(Option("as-filed", Words("使用者作为驾驶证申报的都计",
                                              "whatever the caller files as a licence")),)),
    Reading("D17", "§3.4c",
            question=Words("成绩、绩点、事后更改学分类别如何处理？",
                           "How are grades, grade-point averages and later changes of category handled?"),
            options=(Option("not-touched", Words("不涉及",
                                                 "they are out of scope")),)),
    Reading("E1", "§3.5.4e",
            question=Words("场地怎样才算冲突？",
                           "What is a clash of rooms?"),
            options=(Option("overlap", Words("时间有重叠才算（含开始时刻、不含结束时刻），首尾相接不算；考试、"
                                             "培训和其他占用都检查；涉及考试场次的列为错误，"
                                             "其余列为提示（文中说的是考务业务）",
                                             "an overlap in time (half-open intervals: touching is fine) between "
                                             "exams, training and other bookings; an error where an exam session is "
                                             "involved, else a warning (the text speaks of exam business)")),)),
    Reading("E2", "§3.5.4e",
            question=Words("人员怎样才算冲突？",
                           "What is a clash of people?"),
            options=(Option("overlap", Words("与场地相同；考试、培训和其他占用都检查",
                                             "as for rooms; between exams, training and other bookings")),)),
    Reading("E3", "§3.5.4e", settled="field", field="schedule.turnaround_minutes",
            question=Words("同一场地前后两次使用须间隔多久？",
                           "How long must a room stay free between two uses?"),
            options=(
                Option("0", Words("不要求间隔",
                                  "no time at all")),
                Option("minutes", Words("至少间隔这么多分钟，只检查场地",
                                        "at least so many minutes; rooms only"), "设间隔"))),
    Reading("E5", "§3.5.4e",
            question=Words("没有场地的场次（线上）如何检查？",
                           "How is a session without a room (online) checked?"),
            options=(Option("no-room-check", Words("不检查场地",
                                                   "its room is not checked")),)),
    Reading("E6", "§3.5.4e", settled="input",
            question=Words("试点以外的占用如何检查？",
                           "How are bookings from outside the pilot checked?"),
            options=(Option("added-by-caller", Words("由使用者填入“预订”表",
                                                     "the caller adds them as bookings")),)),
    Reading("E7", "§3.5.4d", settled="field", field="schedule.notice_days",
            question=Words("须提前多久通报校产租赁部？",
                           "How long in advance must the venue office be notified?"),
            options=(
                Option("none", Words("开考以前即可；未通报或开考后才通报的列为错误，没有场地的场次也检查；"
                                     "场次填了变更时间而通报早于变更的列为错误",
                                     "before the start; a missing or late notice is an error, for sessions without a "
                                     "room too; if a session has changed_at, a notice older than the change is the "
                                     "error notice-outdated"), "开考以前"),
                Option("days", Words("至少提前这么多日历天，其余相同",
                                     "at least so many calendar days before, otherwise the same"), "设提前天数"))),
    Reading("E8", "§3.5.4d",
            question=Words("“定期”如何检查？",
                           'How is "regularly" checked?'),
            options=(Option("not-tested", Words("无法检查，故不检查",
                                                "it cannot be checked and is left out")),)),
    Reading("E9", "§2.2.4b",
            question=Words("社会服务工作量如何计算？",
                           "How is the social-service workload counted?"),
            options=(Option("class-hours", Words("按学时计，每天折合6学时，系数为1；考务不计；"
                                                 "超过上限或已按天计酬而不另付酬的学时，因确已授课，照计工作量",
                                                 "in class hours, a day is 6, coefficient 1; exam duty does not "
                                                 "count; hours above a cap or covered by a day were taught "
                                                 "and count")),)),
    Reading("E10", "§0a", settled="field", field="effective_from",
            question=Words("从何时起生效？",
                           "From when is the policy in force?"),
            options=(
                Option("2020-12-18", Words("从发文日起，不设终止日期；更早的培训和考务列为错误，不计酬",
                                           "from the day it was issued, with an open end; earlier training and duty "
                                           "is reported as an error and not paid")),
                Option("date", Words("认为试点在2020年内更早开始的，改为那一天",
                                     "another day, if the office dates the pilot from earlier in 2020"), "另定日期"))),
)
"""Every open question, in the order of its id."""
# fmt: on

_READINGS: Final = {known.id: known for known in READINGS}


def reading(reading_id: str) -> Reading:
    """Return the open question of an id, with the reading adopted.

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
        raise no_such(Words("解读", "reading"), reading_id, _READINGS)
    return found


_BINDS = Words("约束对象：{names}", "binds: {names}")
_NOBODY = Words("未写明", "nobody is named")
_OPEN = Words("未明确：{text}", "open: {text}")
_ADOPTED = Words("{id} {question} → {answer}", "{id} {question} → {answer}")
_OF_FIELD = Words("{line}（{field}）", "{line} [{field}]")


def clause_lines(provision: Clause) -> Iterator[Words]:
    """Return whom a provision binds, what it leaves open, and each question with the reading adopted, a line each.

    Args:
        provision: a provision of the document.
    """
    names = joined(Words("、", ", "), [office(name).name for name in provision.bound])
    yield _BINDS.filled(names=names if provision.bound else _NOBODY)
    if provision.unclear:
        yield _OPEN.filled(text=provision.unclear)
    for known in find_readings(clause=provision.id):
        line = _ADOPTED.filled(id=known.id, question=known.question, answer=known.taken.meaning)
        yield _OF_FIELD.filled(line=line, field=known.field) if known.field else line


def _clause_id(name: str) -> str:
    """Return the id of a provision, looked up where a parameter hides the function."""
    return provision_of(name).id


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
    with Arguments() as check:
        clause_id = None if clause is None else check.read("clause", _clause_id, clause)
        if settled is not None:
            check(require_one_of, SETTLED, settled, "settled")
    return tuple(
        found
        for found in READINGS
        if (clause_id is None or clause_id == found.clause)
        and (field is None or field == found.field)
        and (settled is None or settled == found.settled)
    )
