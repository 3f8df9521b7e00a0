"""The provisions of 厦工教〔2020〕39号 as data: what each says, whom it binds and what it leaves open.

Every provision has an id: its section number in digits, so that 三（五）（2）1 is §3.5.2.1; a letter tells apart the
provisions of one section. The summaries are our own words and not the document's text, Chinese and English saying the
same. Nothing is computed here; the provisions marked as core are computed elsewhere, and the same ids stand there.

    >>> clause("§3.5.2.1").en
    'Training pays 120 yuan a class hour, or 720 yuan a day, a day counted as 6 class hours.'
    >>> clause("3.5.2.9")
    Traceback (most recent call last):
    ValueError: unknown clause '3.5.2.9'; the nearest is §3.5.2.1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from xmut_rules.base.errors import unknown_id

Kind = Literal["param", "calc", "constraint", "duty", "org", "principle"]
"""What a provision is: a figure, a computation, a limit, a task, a body or a principle."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Office:
    """An office, body or group of people that a provision binds.

    Attributes:
        id: English token, the name in code.
        zh: full Chinese name.
        en: English name of the glossary.
    """

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision of the document, summarized.

    Attributes:
        id: such as §3.5.2.1.
        section: place in the document, such as 三（五）（2）1.
        zh: summary in Chinese.
        en: the same in English.
        kinds: one kind or two.
        bound: ids of the offices it binds.
        open_zh: what the text leaves open, empty if nothing.
        open_en: the same in English.
        core: whether this library computes or tests it.
    """

    id: str
    section: str
    zh: str
    en: str
    kinds: tuple[Kind, ...]
    bound: tuple[str, ...]
    open_zh: str
    open_en: str
    core: bool


OFFICES: Final[tuple[Office, ...]] = (
    Office("all_units", "各二级单位", "all units"),
    Office("school", "厦门工学院", "school"),
    Office("president_office", "校长办公室", "president's office"),
    Office("steering_group", "“1+X”证书制度试点工作领导小组", "steering group"),
    Office("pilot_office", "“1+X”证书制度试点工作办公室", "pilot office"),
    Office("academic_affairs", "教务处", "academic affairs"),
    Office("appraisal_station", "职业技能鉴定站", "appraisal station"),
    Office("college", "二级学院", "college"),
    Office("human_resources", "人力资源处", "human resources"),
    Office("finance", "计划与财务处", "planning and finance"),
    Office("operating_company", "工学院（厦门）教育科技有限公司", "operating company"),
    Office("fee_payer", "考培费用缴费人", "payer of fees"),
    Office("fee_collector", "考培费用收费人", "collector of fees"),
    Office("payer", "课酬和考务费发放人", "payer of training and duty pay"),
    Office("settlement_clerk", "项目结算经办人", "settlement clerk"),
    Office("grant_spender", "政府支持经费的使用单位", "spender of grants"),
    Office("student", "学生", "student"),
    Office("other_units", "二级学院以外的单位", "units other than the college"),
)

# A provision: id, section, kinds, offices bound, "core" if computed; then zh, en, and what is open ("?", zh | en).
_TABLE: Final = """
# §0a 通知 constraint all_units core
本办法经学校通过后印发，各二级单位都要执行；2020年12月18日发文，12月21日印发，属试行。
Adopted by the school and issued to all units, which must apply it: dated 2020-12-18, printed 2020-12-21, on trial.
? 何时生效、试行到何时、由谁解释，未写明 | not stated: the effective date, the end of the trial, who interprets it
# §0b 通知 org president_office
文件同时抄送董事会和监事会。
The document is copied to the board of directors and the board of supervisors.
# §0.1 引言 principle school
方案以国家四部门2019年的试点方案（教职成〔2019〕6号）和部、省的相关文件为依据。
The scheme rests on the pilot scheme of four national departments of 2019, and on ministry and provincial papers.
? 部、省的文件是哪些，未写明 | not stated: which ministry and provincial papers
# §1.1a 一（一） principle school
总方向：以学生为中心，培养有多种技能的复合型人才，拓宽成长和就业的路。
General aims: students come first; train people of combined skills and widen their ways into work.
# §1.1b 一（一） principle school
工作原则：政府牵头，社会力量参加；教学与培训并重；管好入口和出口，规范中间过程；先试后推。
Principles: government leads, society joins; teach and train; guard entry and exit, order what is between; try first.
# §1.1c 一（一） principle school
证书的标准和所培养人才的质量，两头都要守住。
Guard both the standard of the certificates and the quality of the people trained.
? 怎样衡量，未写明 | not stated: how either is measured
# §1.2a 一（二） param school
试点从2020年起。
The pilot starts in 2020.
? 具体哪一天未写明；发文已在2020年底 | not stated: the day; the document itself comes at the end of 2020
# §1.2b 一（二） constraint school,college core
与政府认定的培训评价组织对接，落实其等级标准和证书。
Work with evaluation organizations that the government recognizes, and put their standards and certificates to use.
? 认定名单在何处、认定从何时起算，未写明 | not stated: where the list is kept, from when recognition counts
# §1.2c 一（二） principle college
试点要与专业、课程和师资的建设一起做，使学历和技能证书衔接起来。
Tie the pilot to the work on programmes, courses and staff, so that degree and skill certificate fit together.
# §2.1.1 二（一）1 org steering_group
领导小组设组长、副组长和成员，各二级学院的执行院长都是成员，统筹整个试点。
A steering group of head, deputy head and members, with every college's executive dean, coordinates the pilot.
? 怎样议事和作决定，未写明 | not stated: how it decides
# §2.1.2 二（一）2 org pilot_office
领导小组下设办公室，设在职业技能鉴定站内，有主任；负责落实试点、协调解决问题。
Under the group a pilot office, housed in the appraisal station and led by a director, carries the pilot out.
# §2.2.1 二（二） duty academic_affairs
教务处规划、部署和协调试点，监督证书工作，组织试点专业和考点的申报。
Academic affairs plans and coordinates the pilot, supervises it, and organizes applications for majors and exam sites.
# §2.2.2a 二（二） duty appraisal_station
鉴定站对接省级协调机构和培训评价组织，协助申报，协调培训标准化，帮助各学院解决困难。
The station deals with the province and the evaluation organizations, helps colleges apply, and standardizes training.
# §2.2.2b 二（二） duty appraisal_station
鉴定站研究确定证书培训和考核怎样收费。
The station settles the policy on fees for training and exams.
? 收费金额和退费办法，未写明 | not stated: fee amounts and refunds
# §2.2.2c 二（二） duty appraisal_station
鉴定站为校内考点招收校外考生，也招收校内没有考点的学院的学生。
The station recruits for the school's exam sites, from outside and from colleges that have no site.
? 这些考生带来的30%是否仍归考点所在学院，未写明 | not stated: does the 30% still go to the site's college
# §2.2.3 二（二） duty college
各二级学院负责本院的申报、证书培训和考务，并修订培养计划、培训师资、改革教学。
Each college applies, trains and runs exams for its certificates, revises study plans, trains staff, reforms teaching.
# §2.2.4a 二（二） duty human_resources
人力资源处制定激励教师的政策，以及考评员本人报考和培训的补贴政策。
Human resources makes the policy on incentives for teachers and on subsidies for examiners' own exams and training.
? 补贴金额，未写明 | not stated: the amounts
# §2.2.4b 二（二） calc human_resources core
教师上证书培训课的学时，另外再记入其社会服务工作量。
Class hours of certificate training that a teacher gives also count, in addition, as social-service workload.
? 折算系数未写明；只提到培训，没有提到考务 | not stated: the coefficient; training is named, exam duty is not
# §2.2.4c 二（二） principle human_resources
安排教师进修时，优先照顾在试点一线的教师。
Teachers at work in the pilot are favoured for further training.
# §2.2.5 二（二） duty finance
计划与财务处按规定为试点多调配资源。
Planning and finance puts more resources behind the pilot, as regulated.
# §3.1 三（一） principle school
学校在政策、资金、项目上照顾试点专业；自办、校际联办、校企合办、政府办的四类实训基地共建共享。
Policy, money and projects favour pilot majors; bases of four kinds (own, with schools, with firms, state) are shared.
# §3.2 三（二） duty college
二级学院组建有专职也有兼职的教学团队，把师资培训列入教师素质计划，并参加校外的师资培训。
Colleges build teams of full-time and part-time teachers, plan their training, and join the training offered outside.
? 预见到有校外教师，但没有另定其报酬 | outside teachers are foreseen, but their pay is not set apart
# §3.3a 三（三） duty school,finance
学校财政拿出奖补经费，用转移支付拨给做试点的二级学院。
School finance rewards the colleges in the pilot by transfer.
? 金额、时机、是否算项目收入，未写明 | not stated: the amount, the occasion, whether it is income of a project
# §3.3b 三（三） principle school
学校增加投入，重点用于教学改革和人才培训。
The school spends more, above all on reform of teaching and on training.
# §3.3c 三（三） constraint grant_spender core
政府为培训、评价、认证给的钱，只能用在所指定的用途上。
Government money for training, evaluation or certification may only be spent on what it was given for.
? 是否计入结余、用不完怎么办，未写明 | not stated: in or out of the surplus, what becomes of an unspent rest
# §3.4a 三（四） constraint academic_affairs,student core
学生取得技能等级证书可以换学分，驾驶证也算在内。
A skill certificate that a student holds may earn credits; driver's licences are included.
? 取得时间、撤销、重复申报怎么办，未写明 | not stated: timing, revocation, duplicates
# §3.4b 三（四） constraint academic_affairs,student core
学分归入两类之一：创新创业实践，或公共通识选修。
The credits belong to one of two categories: innovation practice, or general elective.
? 由谁选择、能否拆开、事后能否改，未写明 | not stated: who chooses, may they be split, may it change later
# §3.4c 三（四） param,calc academic_affairs,student core
每本证书计2个课程学分。
Each certificate is worth 2 course credits.
? 等级差别、上限、成绩和绩点，未写明 | not stated: levels, caps, grade and grade-point average
# §3.5.1a 三（五）（1） org operating_company
学校把考务和考培业务全部委托给教育科技公司去做。
The school entrusts the whole exam and training business to the operating company.
? 与二级学院自己的考务职责（§3.5.4a）怎样分工，未写明 | not stated: how this fits the college's own duty (§3.5.4a)
# §3.5.1b 三（五）（1） constraint fee_payer,fee_collector core
考培费用进教育科技公司指定的账户。
Fees are collected on the account that the operating company designates.
? 是哪个账户，退费和政府经费是否也走该账户，未写明 | not stated: which account; do refunds and grants use it too
# §3.5.1c 三（五）（1） constraint operating_company core
课酬、考务费这类开支由收到的考培费用承担。
Training pay, duty pay and the like come out of those fees.
? 能否改由政府经费支付，未写明 | not stated: may a grant pay them
# §3.5.2 三（五）（2） param payer
课酬和考务费的标准比照学校现行的标准。
The rates of training pay and duty pay refer to the school's existing standards.
? 现行标准以后变了，是否跟着变，未写明 | not stated: do the rates follow later changes of those standards
# §3.5.2.1 三（五）（2）1 param,calc payer core
培训课酬每学时120元，或每天720元，一天算6学时。
Training pays 120 yuan a class hour, or 720 yuan a day, a day counted as 6 class hours.
? 超过6学时、零头、半天、同日重复怎样计，未写明（A1至A9） | \
not stated: more than 6 hours, part hours, half days, repeats on a date (A1 to A9)
# §3.5.2.2a 三（五）（2）2 param,calc payer core
考务费按场计：不到3小时每场150元，满3小时每场200元。
Exam duty is paid by the session: 150 yuan under 3 hours, 200 yuan from 3 hours on.
? 按人还是按场、时长怎样量、哪些人算考务人员，未写明（B0至B3） | \
not stated: per person or per session, how length is measured, who is on duty (B0 to B3)
# §3.5.2.2b 三（五）（2）2 param,calc payer core
一天达到3场的，这一天按500元计。
Three or more sessions in one day: 500 yuan for the day.
? 500元是定额、上限还是保底，怎样数场次、怎样分摊，未写明（B4至B10） | \
not stated: is 500 flat, a ceiling or a floor; what is counted; how it is split (B4 to B10)
# §3.5.3a 三（五）（3） calc settlement_clerk core
收入减去考务、考培、场地、能耗等一切成本，有剩下的才是结余利润。
The surplus is what is left, if anything, of income less all costs: exams, training, venue, energy and so on.
? 成本只列举到“等”；结算期间和亏损怎么办，未写明 | \
not stated: which other costs (the list ends in "and so on"), the period, losses
# §3.5.3b 三（五）（3） param,calc settlement_clerk core
二级学院可得结余利润的30%，作为组织项目的奖励。
The college may receive 30% of the surplus as its award for organizing the project.
? 取整、多学院合办、其余70%归谁，未写明 | not stated: rounding, joint projects, the other 70%
# §3.5.3c 三（五）（3） constraint other_units
这笔奖励怎样使用由学院自己决定，其他单位不作安排。
How to spend the award is for the college alone to decide, not for any other unit.
? 是否要报告用途，未写明 | not stated: any duty to report the use
# §3.5.4a 三（五）（4） duty college
校内考培由试点专业所在的二级学院组织：报名、教师、培训和考试安排。
Inside the school the major's college organizes sign-up, teachers, training and exams.
? 多个学院共有的专业由谁组织，未写明 | not stated: who organizes for a major that colleges share
# §3.5.4b 三（五）（4） duty appraisal_station
校外人员报名找鉴定站。
Sign-up from outside goes through the station.
# §3.5.4c 三（五）（4） duty appraisal_station
各学院的考务和进度由鉴定站统一协调。
The station coordinates the exams of all colleges and their progress.
# §3.5.4d 三（五）（4） duty,constraint appraisal_station core
鉴定站要定期并且提前把考务计划告诉校产租赁部。
The station tells the venue office its exam plan, regularly and in advance.
? 多久一次、提前多少，未写明 | not stated: how often, how long before
# §3.5.4e 三（五）（4） constraint appraisal_station,college core
场地的使用和其他考务业务，时间上不得相撞。
The use of venues and other exam business must not clash in time.
? 怎样算相撞、场次之间要留多久，未写明 | not stated: what counts as a clash, the gap between sessions
"""


def _parsed(row: str) -> Clause:
    """Read one provision from its lines in the table; a kind or office that does not exist raises KeyError."""
    head, zh, en, *rest = row.splitlines()
    clause_id, section, kinds, bound, *core = head.split()
    open_zh, open_en = rest[0].removeprefix("? ").split(" | ") if rest else ("", "")
    known_kinds: dict[str, Kind] = {str(kind): kind for kind in KINDS}
    known_offices = {known.id: known.id for known in OFFICES}
    return Clause(
        id=clause_id,
        section=section,
        zh=zh,
        en=en,
        kinds=tuple(known_kinds[kind] for kind in kinds.split(",")),
        bound=tuple(known_offices[name] for name in bound.split(",")),
        open_zh=open_zh,
        open_en=open_en,
        core=core == ["core"],
    )


CLAUSES: Final[tuple[Clause, ...]] = tuple(_parsed(row) for row in _TABLE.strip().removeprefix("# ").split("\n# "))
"""Every provision, in the document's order."""

_CLAUSES: Final = {provision.id: provision for provision in CLAUSES}
_OFFICES: Final = {name: known for known in OFFICES for name in (known.id, known.zh, known.en)}


def clause(clause_id: str) -> Clause:
    """Give the provision of an id.

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
        raise unknown_id("clause", clause_id, _CLAUSES)
    return _CLAUSES[full_id]


def office(name: str) -> Office:
    """Give the office of a name.

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
    return ValueError(f"{unknown_id(what, name, ())}; known are {', '.join(known)}")


def find_clauses(*, office: str | None = None, kind: Kind | None = None) -> tuple[Clause, ...]:
    """Give the provisions that bind an office, are of a kind, or both, in the document's order.

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
    """Give the id of an office, looked up where a parameter hides the function."""
    return office(name).id
