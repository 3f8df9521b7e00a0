"""The provisions of 厦工教〔2020〕39号 as data: what each says, whom it binds and what it leaves open.

Every provision has an id: its section number in digits, so that 三（五）（2）1 is §3.5.2.1; a letter tells apart the
provisions of one section. The summaries are our own words and not the document's text, Chinese and English saying the
same. Nothing is computed here; the provisions marked as core are computed elsewhere, and the same ids stand there.

    >>> clause("§3.5.2.1").summary.en
    'Training pays 120 yuan a class hour, or 720 yuan a day, a day counted as 6 class hours.'
    >>> clause("3.5.2.9")
    Traceback (most recent call last):
    ValueError: unknown clause '3.5.2.9'; the nearest is §3.5.2.1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from typing import Final, Literal, get_args

from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Words

Kind = Literal["param", "calc", "constraint", "duty", "org", "principle"]
"""What a provision is: a figure, a computation, a limit, a task, a body or a principle."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


OfficeId = Literal[
    "all_units",
    "school",
    "president_office",
    "steering_group",
    "pilot_office",
    "academic_affairs",
    "appraisal_station",
    "college",
    "human_resources",
    "finance",
    "operating_company",
    "fee_payer",
    "fee_collector",
    "payer",
    "settlement_clerk",
    "grant_spender",
    "student",
    "other_units",
]
"""An office, body or group of people that a provision binds, as it is called in code."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office, body or group of people that a provision binds.

    Attributes:
        id: English token, the name in code.
        name: its full Chinese name and the English name of the glossary.
    """

    id: OfficeId
    name: Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision of the document, summarized.

    Attributes:
        id: such as §3.5.2.1.
        section: place in the document, such as 三（五）（2）1.
        kinds: one kind or two.
        bound: ids of the offices it binds.
        summary: what it says, in our words.
        unclear: what the text leaves open, null if nothing.
        core: whether this library computes or tests it.
    """

    id: str
    section: str
    _: KW_ONLY
    kinds: tuple[Kind, ...]
    bound: tuple[OfficeId, ...]
    summary: Words
    unclear: Words | None = None
    core: bool = False


OFFICES: Final[tuple[Office, ...]] = (
    Office("all_units", Words("各二级单位", "all units")),
    Office("school", Words("厦门工学院", "school")),
    Office("president_office", Words("校长办公室", "president's office")),
    Office("steering_group", Words("“1+X”证书制度试点工作领导小组", "steering group")),
    Office("pilot_office", Words("“1+X”证书制度试点工作办公室", "pilot office")),
    Office("academic_affairs", Words("教务处", "academic affairs")),
    Office("appraisal_station", Words("职业技能鉴定站", "appraisal station")),
    Office("college", Words("二级学院", "college")),
    Office("human_resources", Words("人力资源处", "human resources")),
    Office("finance", Words("计划与财务处", "planning and finance")),
    Office("operating_company", Words("工学院（厦门）教育科技有限公司", "operating company")),
    Office("fee_payer", Words("考培费用缴费人", "payer of fees")),
    Office("fee_collector", Words("考培费用收费人", "collector of fees")),
    Office("payer", Words("课酬和考务费发放人", "payer of training and duty pay")),
    Office("settlement_clerk", Words("项目结算经办人", "settlement clerk")),
    Office("grant_spender", Words("政府支持经费的使用单位", "spender of grants")),
    Office("student", Words("学生", "student")),
    Office("other_units", Words("二级学院以外的单位", "units other than the college")),
)

# fmt: off
CLAUSES: Final[tuple[Clause, ...]] = (
    Clause("§0a", "通知", kinds=("constraint",), bound=("all_units",), core=True,
           summary=Words("本办法经学校通过后印发，各二级单位都要执行；2020年12月18日发文，12月21日印发，属试行。",
                         "Adopted by the school and issued to all units, which must apply it: dated 2020-12-18, "
                         "printed 2020-12-21, on trial."),
           unclear=Words("何时生效、试行到何时、由谁解释，未写明",
                         "not stated: the effective date, the end of the trial, who interprets it")),
    Clause("§0b", "通知", kinds=("org",), bound=("president_office",),
           summary=Words("文件同时抄送董事会和监事会。",
                         "The document is copied to the board of directors and the board of supervisors.")),
    Clause("§0.1", "引言", kinds=("principle",), bound=("school",),
           summary=Words("方案以国家四部门2019年的试点方案（教职成〔2019〕6号）和部、省的相关文件为依据。",
                         "The scheme rests on the pilot scheme of four national departments of 2019, and on "
                         "ministry and provincial papers."),
           unclear=Words("部、省的文件是哪些，未写明",
                         "not stated: which ministry and provincial papers")),
    Clause("§1.1a", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("总方向：以学生为中心，培养有多种技能的复合型人才，拓宽成长和就业的路。",
                         "General aims: students come first; train people of combined skills and widen their ways "
                         "into work.")),
    Clause("§1.1b", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("工作原则：政府牵头，社会力量参加；教学与培训并重；管好入口和出口，规范中间过程；先试后推。",
                         "Principles: government leads, society joins; teach and train; guard entry and exit, "
                         "order what is between; try first.")),
    Clause("§1.1c", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("证书的标准和所培养人才的质量，两头都要守住。",
                         "Guard both the standard of the certificates and the quality of the people trained."),
           unclear=Words("怎样衡量，未写明",
                         "not stated: how either is measured")),
    Clause("§1.2a", "一（二）", kinds=("param",), bound=("school",),
           summary=Words("试点从2020年起。",
                         "The pilot starts in 2020."),
           unclear=Words("具体哪一天未写明；发文已在2020年底",
                         "not stated: the day; the document itself comes at the end of 2020")),
    Clause("§1.2b", "一（二）", kinds=("constraint",), bound=("school", "college"), core=True,
           summary=Words("与政府认定的培训评价组织对接，落实其等级标准和证书。",
                         "Work with evaluation organizations that the government recognizes, and put their "
                         "standards and certificates to use."),
           unclear=Words("认定名单在何处、认定从何时起算，未写明",
                         "not stated: where the list is kept, from when recognition counts")),
    Clause("§1.2c", "一（二）", kinds=("principle",), bound=("college",),
           summary=Words("试点要与专业、课程和师资的建设一起做，使学历和技能证书衔接起来。",
                         "Tie the pilot to the work on programmes, courses and staff, so that degree and skill "
                         "certificate fit together.")),
    Clause("§2.1.1", "二（一）1", kinds=("org",), bound=("steering_group",),
           summary=Words("领导小组设组长、副组长和成员，各二级学院的执行院长都是成员，统筹整个试点。",
                         "A steering group of head, deputy head and members, with every college's executive dean, "
                         "coordinates the pilot."),
           unclear=Words("怎样议事和作决定，未写明",
                         "not stated: how it decides")),
    Clause("§2.1.2", "二（一）2", kinds=("org",), bound=("pilot_office",),
           summary=Words("领导小组下设办公室，设在职业技能鉴定站内，有主任；负责落实试点、协调解决问题。",
                         "Under the group a pilot office, housed in the appraisal station and led by a director, "
                         "carries the pilot out.")),
    Clause("§2.2.1", "二（二）", kinds=("duty",), bound=("academic_affairs",),
           summary=Words("教务处规划、部署和协调试点，监督证书工作，组织试点专业和考点的申报。",
                         "Academic affairs plans and coordinates the pilot, supervises it, and organizes "
                         "applications for majors and exam sites.")),
    Clause("§2.2.2a", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("鉴定站对接省级协调机构和培训评价组织，协助申报，协调培训标准化，帮助各学院解决困难。",
                         "The station deals with the province and the evaluation organizations, helps colleges "
                         "apply, and standardizes training.")),
    Clause("§2.2.2b", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("鉴定站研究确定证书培训和考核怎样收费。",
                         "The station settles the policy on fees for training and exams."),
           unclear=Words("收费金额和退费办法，未写明",
                         "not stated: fee amounts and refunds")),
    Clause("§2.2.2c", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("鉴定站为校内考点招收校外考生，也招收校内没有考点的学院的学生。",
                         "The station recruits for the school's exam sites, from outside and from colleges that "
                         "have no site."),
           unclear=Words("这些考生带来的30%是否仍归考点所在学院，未写明",
                         "not stated: does the 30% still go to the site's college")),
    Clause("§2.2.3", "二（二）", kinds=("duty",), bound=("college",),
           summary=Words("各二级学院负责本院的申报、证书培训和考务，并修订培养计划、培训师资、改革教学。",
                         "Each college applies, trains and runs exams for its certificates, revises study plans, "
                         "trains staff, reforms teaching.")),
    Clause("§2.2.4a", "二（二）", kinds=("duty",), bound=("human_resources",),
           summary=Words("人力资源处制定激励教师的政策，以及考评员本人报考和培训的补贴政策。",
                         "Human resources makes the policy on incentives for teachers and on subsidies for "
                         "examiners' own exams and training."),
           unclear=Words("补贴金额，未写明",
                         "not stated: the amounts")),
    Clause("§2.2.4b", "二（二）", kinds=("calc",), bound=("human_resources",), core=True,
           summary=Words("教师上证书培训课的学时，另外再记入其社会服务工作量。",
                         "Class hours of certificate training that a teacher gives also count, in addition, as "
                         "social-service workload."),
           unclear=Words("折算系数未写明；只提到培训，没有提到考务",
                         "not stated: the coefficient; training is named, exam duty is not")),
    Clause("§2.2.4c", "二（二）", kinds=("principle",), bound=("human_resources",),
           summary=Words("安排教师进修时，优先照顾在试点一线的教师。",
                         "Teachers at work in the pilot are favoured for further training.")),
    Clause("§2.2.5", "二（二）", kinds=("duty",), bound=("finance",),
           summary=Words("计划与财务处按规定为试点多调配资源。",
                         "Planning and finance puts more resources behind the pilot, as regulated.")),
    Clause("§3.1", "三（一）", kinds=("principle",), bound=("school",),
           summary=Words("学校在政策、资金、项目上照顾试点专业；"
                         "自办、校际联办、校企合办、政府办的四类实训基地共建共享。",
                         "Policy, money and projects favour pilot majors; bases of four kinds (own, with schools, "
                         "with firms, state) are shared.")),
    Clause("§3.2", "三（二）", kinds=("duty",), bound=("college",),
           summary=Words("二级学院组建有专职也有兼职的教学团队，把师资培训列入教师素质计划，并参加校外的师资培训。",
                         "Colleges build teams of full-time and part-time teachers, plan their training, and join "
                         "the training offered outside."),
           unclear=Words("预见到有校外教师，但没有另定其报酬",
                         "outside teachers are foreseen, but their pay is not set apart")),
    Clause("§3.3a", "三（三）", kinds=("duty",), bound=("school", "finance"),
           summary=Words("学校财政拿出奖补经费，用转移支付拨给做试点的二级学院。",
                         "School finance rewards the colleges in the pilot by transfer."),
           unclear=Words("金额、时机、是否算项目收入，未写明",
                         "not stated: the amount, the occasion, whether it is income of a project")),
    Clause("§3.3b", "三（三）", kinds=("principle",), bound=("school",),
           summary=Words("学校增加投入，重点用于教学改革和人才培训。",
                         "The school spends more, above all on reform of teaching and on training.")),
    Clause("§3.3c", "三（三）", kinds=("constraint",), bound=("grant_spender",), core=True,
           summary=Words("政府为培训、评价、认证给的钱，只能用在所指定的用途上。",
                         "Government money for training, evaluation or certification may only be spent on what it "
                         "was given for."),
           unclear=Words("是否计入结余、用不完怎么办，未写明",
                         "not stated: in or out of the surplus, what becomes of an unspent rest")),
    Clause("§3.4a", "三（四）", kinds=("constraint",), bound=("academic_affairs", "student"), core=True,
           summary=Words("学生取得技能等级证书可以换学分，驾驶证也算在内。",
                         "A skill certificate that a student holds may earn credits; driver's licences are included."),
           unclear=Words("取得时间、撤销、重复申报怎么办，未写明",
                         "not stated: timing, revocation, duplicates")),
    Clause("§3.4b", "三（四）", kinds=("constraint",), bound=("academic_affairs", "student"), core=True,
           summary=Words("学分归入两类之一：创新创业实践，或公共通识选修。",
                         "The credits belong to one of two categories: innovation practice, or general elective."),
           unclear=Words("由谁选择、能否拆开、事后能否改，未写明",
                         "not stated: who chooses, may they be split, may it change later")),
    Clause("§3.4c", "三（四）", kinds=("param", "calc"), bound=("academic_affairs", "student"), core=True,
           summary=Words("每本证书计2个课程学分。",
                         "Each certificate is worth 2 course credits."),
           unclear=Words("等级差别、上限、成绩和绩点，未写明",
                         "not stated: levels, caps, grade and grade-point average")),
    Clause("§3.5.1a", "三（五）（1）", kinds=("org",), bound=("operating_company",),
           summary=Words("学校把考务和考培业务全部委托给教育科技公司去做。",
                         "The school entrusts the whole exam and training business to the operating company."),
           unclear=Words("与二级学院自己的考务职责（§3.5.4a）怎样分工，未写明",
                         "not stated: how this fits the college's own duty (§3.5.4a)")),
    Clause("§3.5.1b", "三（五）（1）", kinds=("constraint",), bound=("fee_payer", "fee_collector"), core=True,
           summary=Words("考培费用进教育科技公司指定的账户。",
                         "Fees are collected on the account that the operating company designates."),
           unclear=Words("是哪个账户，退费和政府经费是否也走该账户，未写明",
                         "not stated: which account; do refunds and grants use it too")),
    Clause("§3.5.1c", "三（五）（1）", kinds=("constraint",), bound=("operating_company",), core=True,
           summary=Words("课酬、考务费这类开支由收到的考培费用承担。",
                         "Training pay, duty pay and the like come out of those fees."),
           unclear=Words("能否改由政府经费支付，未写明",
                         "not stated: may a grant pay them")),
    Clause("§3.5.2", "三（五）（2）", kinds=("param",), bound=("payer",),
           summary=Words("课酬和考务费的标准比照学校现行的标准。",
                         "The rates of training pay and duty pay refer to the school's existing standards."),
           unclear=Words("现行标准以后变了，是否跟着变，未写明",
                         "not stated: do the rates follow later changes of those standards")),
    Clause("§3.5.2.1", "三（五）（2）1", kinds=("param", "calc"), bound=("payer",), core=True,
           summary=Words("培训课酬每学时120元，或每天720元，一天算6学时。",
                         "Training pays 120 yuan a class hour, or 720 yuan a day, a day counted as 6 class hours."),
           unclear=Words("超过6学时、零头、半天、同日重复怎样计，未写明（A1至A9）",
                         "not stated: more than 6 hours, part hours, half days, repeats on a date (A1 to A9)")),
    Clause("§3.5.2.2a", "三（五）（2）2", kinds=("param", "calc"), bound=("payer",), core=True,
           summary=Words("考务费按场计：不到3小时每场150元，满3小时每场200元。",
                         "Exam duty is paid by the session: 150 yuan under 3 hours, 200 yuan from 3 hours on."),
           unclear=Words("按人还是按场、时长怎样量、哪些人算考务人员，未写明（B0至B3）",
                         "not stated: per person or per session, how length is measured, who is on duty (B0 to B3)")),
    Clause("§3.5.2.2b", "三（五）（2）2", kinds=("param", "calc"), bound=("payer",), core=True,
           summary=Words("一天达到3场的，这一天按500元计。",
                         "Three or more sessions in one day: 500 yuan for the day."),
           unclear=Words("500元是定额、上限还是保底，怎样数场次、怎样分摊，未写明（B4至B10）",
                         "not stated: is 500 flat, a ceiling or a floor; what is counted; how it is split (B4 to "
                         "B10)")),
    Clause("§3.5.3a", "三（五）（3）", kinds=("calc",), bound=("settlement_clerk",), core=True,
           summary=Words("收入减去考务、考培、场地、能耗等一切成本，有剩下的才是结余利润。",
                         "The surplus is what is left, if anything, of income less all costs: exams, training, "
                         "venue, energy and so on."),
           unclear=Words("成本只列举到“等”；结算期间和亏损怎么办，未写明",
                         'not stated: which other costs (the list ends in "and so on"), the period, losses')),
    Clause("§3.5.3b", "三（五）（3）", kinds=("param", "calc"), bound=("settlement_clerk",), core=True,
           summary=Words("二级学院可得结余利润的30%，作为组织项目的奖励。",
                         "The college may receive 30% of the surplus as its award for organizing the project."),
           unclear=Words("取整、多学院合办、其余70%归谁，未写明",
                         "not stated: rounding, joint projects, the other 70%")),
    Clause("§3.5.3c", "三（五）（3）", kinds=("constraint",), bound=("other_units",),
           summary=Words("这笔奖励怎样使用由学院自己决定，其他单位不作安排。",
                         "How to spend the award is for the college alone to decide, not for any other unit."),
           unclear=Words("是否要报告用途，未写明",
                         "not stated: any duty to report the use")),
    Clause("§3.5.4a", "三（五）（4）", kinds=("duty",), bound=("college",),
           summary=Words("校内考培由试点专业所在的二级学院组织：报名、教师、培训和考试安排。",
                         "Inside the school the major's college organizes sign-up, teachers, training and exams."),
           unclear=Words("多个学院共有的专业由谁组织，未写明",
                         "not stated: who organizes for a major that colleges share")),
    Clause("§3.5.4b", "三（五）（4）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("校外人员报名找鉴定站。",
                         "Sign-up from outside goes through the station.")),
    Clause("§3.5.4c", "三（五）（4）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("各学院的考务和进度由鉴定站统一协调。",
                         "The station coordinates the exams of all colleges and their progress.")),
    Clause("§3.5.4d", "三（五）（4）", kinds=("duty", "constraint"), bound=("appraisal_station",), core=True,
           summary=Words("鉴定站要定期并且提前把考务计划告诉校产租赁部。",
                         "The station tells the venue office its exam plan, regularly and in advance."),
           unclear=Words("多久一次、提前多少，未写明",
                         "not stated: how often, how long before")),
    Clause("§3.5.4e", "三（五）（4）", kinds=("constraint",), bound=("appraisal_station", "college"), core=True,
           summary=Words("场地的使用和其他考务业务，时间上不得相撞。",
                         "The use of venues and other exam business must not clash in time."),
           unclear=Words("怎样算相撞、场次之间要留多久，未写明",
                         "not stated: what counts as a clash, the gap between sessions")),
)
"""Every provision, in the document's order."""
# fmt: on

_CLAUSES: Final = {provision.id: provision for provision in CLAUSES}
_OFFICES: Final = {name: known for known in OFFICES for name in (known.id, *known.name)}


def clause(clause_id: str) -> Clause:
    """Return the provision of an id.

    Args:
        clause_id: the id, with or without its leading §.

    Raises:
        ValueError: no provision has this id; the message names the nearest one.

    Examples:
        >>> clause("3.4c").section, clause("§3.4c").kinds
        ('三（四）', ('param', 'calc'))
    """
    full_id = f"§{clause_id.removeprefix('§')}" if isinstance(clause_id, str) else ""
    if full_id not in _CLAUSES:
        raise no_such("clause", clause_id, _CLAUSES)
    return _CLAUSES[full_id]


def office(name: str) -> Office:
    """Return the office of a name.

    Args:
        name: id, Chinese name or English name, as written in OFFICES.

    Raises:
        ValueError: no office has this name; the message lists the ids.

    Examples:
        >>> office("职业技能鉴定站").id
        'appraisal_station'
    """
    found = _OFFICES.get(name) if isinstance(name, str) else None
    if found is None:
        raise _unknown("office", name, [known.id for known in OFFICES])
    return found


def _unknown(what: str, name: object, known: Iterable[str]) -> ValueError:
    return ValueError(f"{no_such(what, name, ())}; known are {', '.join(known)}")


def find_clauses(*, office: str | None = None, kind: Kind | None = None) -> tuple[Clause, ...]:
    """Return the provisions that bind an office, are of a kind, or both, in the document's order.

    A provision for all units is found under all_units alone, not under each unit.

    Args:
        office: id, Chinese or English name of an office; None for any.
        kind: one kind of provision; None for any.

    Raises:
        ValueError: no such office or kind; the message lists those there are.

    Examples:
        What the appraisal station must do:

        >>> [found.id for found in find_clauses(office="appraisal_station", kind="duty")]
        ['§2.2.2a', '§2.2.2b', '§2.2.2c', '§3.5.4b', '§3.5.4c', '§3.5.4d']
    """
    if kind is not None and kind not in KINDS:
        raise _unknown("kind", kind, KINDS)
    office_id = None if office is None else _office_id(office)
    return tuple(
        found
        for found in CLAUSES
        if (office_id is None or office_id in found.bound) and (kind is None or kind in found.kinds)
    )


def _office_id(name: str) -> str:
    """Return the id of an office, looked up where a parameter hides the function."""
    return office(name).id
