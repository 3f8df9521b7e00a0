"""The provisions of 厦工教〔2020〕39号 as data, found by id, section, office or kind.

Every provision has an id: its section number in digits, so that 三（五）（2）1 is §3.5.2.1; the unnumbered paragraphs
of 二（二） are counted, and a letter tells apart the provisions of one section. The summaries are our own words and not
the document's text, Chinese and English saying the same. Nothing is computed here; the provisions marked as core are
computed elsewhere, under the same ids.

    >>> clause("§3.5.2.1").summary.en
    'Training pays 120 yuan per class hour or 720 yuan per day, a day counting as 6 class hours.'
    >>> clause("3.5.2.9")
    Traceback (most recent call last):
    xmut_rules.base.language.WordedError: unknown clause '3.5.2.9'; the nearest is §3.5.2.1
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from itertools import accumulate
from typing import Final, Literal, get_args

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.errors import no_such
from xmut_rules.base.language import WordedError, Words, joined, same
from xmut_rules.base.values import Result

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
    "venue_office",
    "student",
]
"""An office, body or group of people that the document names, as it is called in code."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office, body or group of people that the document names.

    Attributes:
        id: English token, the name in code.
        name: its full Chinese name and the English name of the glossary.
        also: other names of it in use, in either language.
    """

    id: OfficeId
    name: Words
    _: KW_ONLY
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause(Result):
    """One provision of the document, summarized.

    Attributes:
        id: such as §3.5.2.1.
        section: place in the document, such as 三（五）（2）1.
        kinds: one kind or two.
        bound: ids of the offices it binds, none where the text names none.
        summary: its content, in our words.
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


@dataclass(frozen=True, slots=True)
class Slip:
    """One point at which the document itself reads oddly.

    Attributes:
        place: section of the document, or 标题 for its titles.
        what: what is odd, in our words.
    """

    place: str
    what: Words


# fmt: off
OFFICES: Final[tuple[Office, ...]] = (
    Office("all_units", Words("各二级单位", "all units"), also=("二级单位",)),
    Office("school", Words("厦门工学院", "school"), also=("学校", "我校", "Xiamen Institute of Technology")),
    Office("president_office", Words("校长办公室", "president's office"), also=("厦门工学院校长办公室",)),
    Office("steering_group", Words("“1+X”证书制度试点工作领导小组", "steering group"),
           also=("工作领导小组", "领导小组")),
    Office("pilot_office", Words("“1+X”证书制度试点工作办公室", "pilot office"), also=("办公室",)),
    Office("academic_affairs", Words("教务处", "academic affairs")),
    Office("appraisal_station", Words("职业技能鉴定站", "appraisal station"),
           also=("鉴定站", "职业鉴定站", "skills appraisal station", "station")),
    Office("college", Words("二级学院", "college"), also=("学院", "各二级学院", "各学院", "试点二级学院", "colleges")),
    Office("human_resources", Words("人力资源处", "human resources"), also=("HR",)),
    Office("finance", Words("计划与财务处", "planning and finance"),
           also=("计财处", "财务处", "学校财政", "school finance")),
    Office("operating_company", Words("工学院（厦门）教育科技有限公司", "operating company"),
           also=("教育科技有限公司", "教育科技公司", "company")),
    Office("venue_office", Words("资产公司校产租赁部", "venue office"), also=("校产租赁部", "venue-letting unit")),
    Office("student", Words("学生", "student")),
)
"""Every office that a provision binds, with the venue office, which is notified of exam plans."""

CLAUSES: Final[tuple[Clause, ...]] = (
    Clause("§0a", "通知", kinds=("constraint",), bound=("all_units",), core=True,
           summary=Words("厦工教〔2020〕39号经学校研究通过后印发，各二级单位均须执行；2020年12月18日发文，12月21日印发，"
                         "属试行。",
                         "厦工教〔2020〕39号 is adopted by the school and issued to all units, which must apply it: "
                         "dated 2020-12-18, printed 2020-12-21, on trial."),
           unclear=Words("何时生效、试行到何时、由谁解释，未写明",
                         "not stated: the effective date, the end of the trial, who interprets it")),
    Clause("§0b", "通知", kinds=("org",), bound=("president_office",),
           summary=Words("文件同时抄送董事会和监事会。",
                         "The document is copied to the board of directors and the board of supervisors.")),
    Clause("§0.1", "引言", kinds=("principle",), bound=("school",),
           summary=Words("方案以国家四部门2019年的试点方案（教职成〔2019〕6号）和部、省的相关文件为依据，"
                         "服务于学校“三位一体”的培养改革。",
                         "The scheme rests on the pilot scheme of four national departments of 2019 and on papers "
                         "of the ministry and the province; it serves the school's three-in-one reform of training."),
           unclear=Words("部、省的相关文件是哪些，未写明",
                         "not stated: which papers of the ministry and the province")),
    Clause("§1.1a", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("总体方向：培养复合型人才，以学生为中心，拓宽就业和创业渠道等。",
                         "General aims: versatile graduates, students first, better prospects for jobs and "
                         "ventures, and so on.")),
    Clause("§1.1b", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("工作原则：政府牵头引导，社会力量参加；教育与培训结合，质量要有保证；两端从严，中间规范；"
                         "先试点后推开，逐步推进，并总结经验、控制风险。",
                         "Principles: government guides and society takes part; education and training go together, "
                         "with quality assured; strict at both ends, orderly in between; pilot first, then step by "
                         "step, drawing lessons and containing risk.")),
    Clause("§1.1c", "一（一）", kinds=("principle",), bound=("school",),
           summary=Words("所说的两端，一是证书的标准，二是人才的质量，都要从严把关。",
                         "The two ends are the standard of the certificates and the quality of the people; both are "
                         "strictly guarded."),
           unclear=Words("如何衡量，未写明",
                         "not stated: how either is measured")),
    Clause("§1.2a", "一（二）", kinds=("param",), bound=("school",),
           summary=Words("试点从2020年启动。",
                         "The pilot starts in 2020."),
           unclear=Words("具体哪一天未写明；看来早于2020年12月的发文",
                         "not stated: the day; it seems to come before the document of December 2020")),
    Clause("§1.2b", "一（二）", kinds=("constraint",), bound=("school", "college"), core=True,
           summary=Words("与获政府认定的培训评价组织合作，落实它们的标准和证书。",
                         "The school and its colleges work with evaluation organizations that the government "
                         "recognizes, and put their standards and certificates to use."),
           unclear=Words("认定名单在何处、认定从何时起算，未写明",
                         "not stated: where the list is kept, from when recognition counts")),
    Clause("§1.2c", "一（二）", kinds=("principle",), bound=("college",),
           summary=Words("试点与专业、课程和师资的建设结合进行，使学历证书与技能证书衔接起来。",
                         "The pilot is tied to the work on programmes, courses and staff, so that degree and skill "
                         "certificates fit together.")),
    Clause("§2.1.1", "二（一）1", kinds=("org",), bound=("steering_group",),
           summary=Words("学校设领导小组，有组长、副组长和成员，成员包括各学院的执行院长，由其统筹试点工作。",
                         "A steering group of head, deputy head and members, who include every college's executive "
                         "dean, coordinates the pilot."),
           unclear=Words("如何议事和作决定，未写明",
                         "not stated: how it decides")),
    Clause("§2.1.2", "二（一）2", kinds=("org",), bound=("pilot_office",),
           summary=Words("领导小组下设办公室，设在职业技能鉴定站，配有主任，负责落实试点，并协调处理遇到的问题。",
                         "Under the group a pilot office, housed in the appraisal station and led by a director, "
                         "carries the pilot out and coordinates how problems are settled.")),
    Clause("§2.2.1", "二（二）", kinds=("duty",), bound=("academic_affairs",),
           summary=Words("教务处规划、部署、协调试点，监督管理证书的实施，组织试点专业和考点的申报。",
                         "Academic affairs plans, rolls out and coordinates the pilot, supervises how certificates "
                         "are carried out, and organizes applications for pilot majors and exam sites.")),
    Clause("§2.2.2a", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("鉴定站与省级协调机构、各培训评价组织联络，协助试点专业和考点的申报，协调培训的标准化，"
                         "协调解决困难，并配合各学院推进试点。",
                         "The station liaises with the coordinating body of the province and the evaluation "
                         "organizations, helps with applications for majors and sites, coordinates standard "
                         "training, helps settle difficulties and supports the colleges.")),
    Clause("§2.2.2b", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("证书培训和考核的收费办法，由鉴定站拟订并确定。",
                         "The station drafts and settles the policy on fees for certificate training and exams."),
           unclear=Words("收费金额和退费办法，未写明",
                         "not stated: fee amounts and refunds")),
    Clause("§2.2.2c", "二（二）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("校内各考点面向校外的招生由鉴定站负责，校内未设考点的学院，其学生也由鉴定站招生。",
                         "The station recruits for the school's exam sites, from outside and from colleges that "
                         "have no site."),
           unclear=Words("这些考生带来的结余，30%是否仍归考点所在学院，未写明",
                         "not stated: does the 30% of the surplus from these candidates still go to the site's "
                         "college")),
    Clause("§2.2.3", "二（二）", kinds=("duty",), bound=("college",),
           summary=Words("各二级学院负责本院试点专业和考点的申报、证书的培训和考务，"
                         "并修订培养计划、培训师资、改革教学。",
                         "Each college applies for its majors and sites, runs training and exams for its "
                         "certificates, revises its training plans, trains its staff and reforms its teaching.")),
    Clause("§2.2.4a", "二（二）", kinds=("duty",), bound=("human_resources",),
           summary=Words("人力资源处制定鼓励教师投入试点的政策，以及有关专业的考评员本人报考和培训的补贴政策，"
                         "以形成“双师制”。",
                         "Human resources makes the policy on incentives for teachers and on subsidies for the own "
                         "exams and training of assessors in the majors concerned, towards teachers with both "
                         "qualifications."),
           unclear=Words("补贴金额，未写明",
                         "not stated: the amounts")),
    Clause("§2.2.4b", "二（二）", kinds=("calc",), bound=("human_resources",), core=True,
           summary=Words("教师承担证书培训的学时，在其他工作之外另行计为社会服务工作量。",
                         "Class hours of certificate training that a teacher gives also count, in addition, as "
                         "social-service workload."),
           unclear=Words("折算系数未写明；只写了培训，考务是否计入未写明",
                         "not stated: the coefficient; whether exam duty counts, as the text names training only")),
    Clause("§2.2.4c", "二（二）", kinds=("principle",), bound=("human_resources",),
           summary=Words("安排进修培训时，优先照顾在一线做试点的教师。",
                         "Teachers at work in the pilot are favoured for further training.")),
    Clause("§2.2.5", "二（二）", kinds=("duty",), bound=("finance",),
           summary=Words("计划与财务处依照规定，加强资源统筹和调配。",
                         "Planning and finance coordinates and allocates resources more strongly, under the rules.")),
    Clause("§3.1", "三（一）", kinds=("principle",), bound=("school",),
           summary=Words("政策、资金、项目优先照顾试点专业；教学、实训与培训、考核的资源共同建设、共同使用；"
                         "自办、校际联办、校企合办、政府办等各类实训基地，都要建好并用好；"
                         "借助产教融合的基地和企业开展培训。",
                         "Policy, money and projects favour the pilot majors; resources for teaching, practice, "
                         "training and assessment are built and used in common; bases of every kind (the school's "
                         "own, with other schools, with firms, by government, and so on) are built well and used "
                         "well; training draws on industry-education bases and firms.")),
    Clause("§3.2", "三（二）", kinds=("duty",), bound=("college",),
           summary=Words("二级学院组建既有专职、又有兼职的教学团队，把证书师资培训列入教师素质计划，"
                         "并参加政府、培训组织举办的师资培训。",
                         "Colleges build teaching teams of full-time and part-time staff, put staff training for "
                         "the certificates into the plan for teachers' qualification, and take part in the staff "
                         "training of government and training organizations."),
           unclear=Words("预见到有校外教师，但未写明其报酬是否另定",
                         "not stated: whether outside teachers, who are foreseen, are paid differently")),
    Clause("§3.3a", "三（三）", kinds=("duty",), bound=("school", "finance"),
           summary=Words("学校财政对开展试点的二级学院给予奖补，以转移支付拨付。",
                         "School finance rewards the colleges in the pilot, by transfer."),
           unclear=Words("金额、时机、是否算项目收入，以及“学校财政”是否即计划与财务处，未写明",
                         "not stated: the amount, the occasion, whether it is project income, whether school "
                         "finance is planning and finance")),
    Clause("§3.3b", "三（三）", kinds=("principle",), bound=("school",),
           summary=Words("学校增加资金投入，教学改革和人才培训是重点。",
                         "The school puts in more money, above all for reform of teaching and for training.")),
    Clause("§3.3c", "三（三）", kinds=("constraint",), bound=(), core=True,
           summary=Words("试点中由政府支持的经费，如用于培训、认证、评价的，须专款专用，只用在指定的用途上。",
                         "Government money in the pilot, such as that for training, certification or evaluation, is "
                         "earmarked: it may only be spent on what it was given for."),
           unclear=Words("未写明由谁执行，是否计入结余，未用完的如何处理",
                         "not stated: who spends it and answers for it, whether it is in or out of the surplus, "
                         "what happens to an unspent rest")),
    Clause("§3.4a", "三（四）", kinds=("constraint",), bound=("student",), core=True,
           summary=Words("学生取得技能等级证书的，可以认定学分，驾驶证也算在内。",
                         "A skill certificate that a student obtains may earn credits; driving licences are included."),
           unclear=Words("由谁认定、何时认定，以及取得时间、撤销、重复申报如何处理，未写明",
                         "not stated: who decides and by when; timing, revocation, duplicates")),
    Clause("§3.4b", "三（四）", kinds=("constraint",), bound=("student",), core=True,
           summary=Words("学分认定在两类之一：创新创业实践，或公共通识选修。",
                         "The credits are recognized in one of two categories: innovation practice, or public "
                         "general elective."),
           unclear=Words("由谁认定、由谁选择类别、能否拆开、事后能否更改，未写明",
                         "not stated: who decides, who chooses the category, may the credits be split, may the "
                         "category change later")),
    Clause("§3.4c", "三（四）", kinds=("param", "calc"), bound=("student",), core=True,
           summary=Words("一本证书可计2个课程学分。",
                         "Each certificate may earn 2 course credits."),
           unclear=Words("由谁认定，以及等级差别、上限、成绩和绩点，未写明",
                         "not stated: who decides; levels, caps, grade and grade-point average")),
    Clause("§3.5.1a", "三（五）（1）", kinds=("org",), bound=("operating_company",),
           summary=Words("学校把考务和考培业务全权委托给教育科技公司。",
                         "The operating company runs the exam and training business, with full powers from the "
                         "school."),
           unclear=Words("与二级学院自己的考务职责（§3.5.4a）如何分工，未写明",
                         "not stated: how this fits the college's own duty (§3.5.4a)")),
    Clause("§3.5.1b", "三（五）（1）", kinds=("constraint",), bound=("operating_company",), core=True,
           summary=Words("考培费用收入教育科技公司所指定的账户。",
                         "Fees are collected on the account that the operating company designates."),
           unclear=Words("是哪个账户，退费和政府经费是否也走该账户，未写明",
                         "not stated: which account; do refunds and grants use it too")),
    Clause("§3.5.1c", "三（五）（1）", kinds=("constraint",), bound=("operating_company",), core=True,
           summary=Words("培训费、考务费一类的开支，由收到的考培费用列支。",
                         "Training cost, duty pay and the like come out of the fees collected."),
           unclear=Words("能否改由政府经费支付、“培训费”是否不止课酬，未写明",
                         "not stated: may a grant pay them; is training cost (培训费) more than training pay")),
    Clause("§3.5.2", "三（五）（2）", kinds=("param",), bound=(),
           summary=Words("课酬和考务费的标准，比照“学院”现行的课酬、考务标准；此处“学院”按学校解读（B15）。",
                         "The rates of training pay and duty pay refer to the existing standards, those of the "
                         "school as we read it (B15)."),
           unclear=Words("未写明由谁执行，是谁的标准，标准以后调整的是否随之调整",
                         "not stated: who pays, whose standards, whether the rates follow later changes of them")),
    Clause("§3.5.2.1", "三（五）（2）1", kinds=("param", "calc"), bound=(), core=True,
           summary=Words("培训课酬每学时120元，或每天720元，一天算6学时。",
                         "Training pays 120 yuan per class hour or 720 yuan per day, a day counting as 6 class hours."),
           unclear=Words("未写明由谁执行，超过6学时、零头、半天、同日重复如何计（A1至A9）",
                         "not stated: who pays; more than 6 hours, part hours, half days, repeats on a date (A1 to "
                         "A9)")),
    Clause("§3.5.2.2a", "三（五）（2）2", kinds=("param", "calc"), bound=(), core=True,
           summary=Words("考务费按场计：不到3小时每场150元，满3小时每场200元。",
                         "Exam duty is paid by the session: 150 yuan under 3 hours, 200 yuan from 3 hours on."),
           unclear=Words("未写明由谁执行，按人还是按场，时长如何量，哪些人算考务人员（B0至B3）",
                         "not stated: who pays; per person or per session, how length is measured, who is on duty "
                         "(B0 to B3)")),
    Clause("§3.5.2.2b", "三（五）（2）2", kinds=("param", "calc"), bound=(), core=True,
           summary=Words("一天达到3场的，这一天按500元计。",
                         "Three or more sessions in one day: 500 yuan for the day."),
           unclear=Words("未写明由谁执行，500元是定额、上限还是保底，如何数场次，如何分摊（B4至B10）",
                         "not stated: who pays; is 500 flat, a ceiling or a floor, what is counted, how it is "
                         "split (B4 to B10)")),
    Clause("§3.5.3a", "三（五）（3）", kinds=("calc",), bound=(), core=True,
           summary=Words("收入减去考务、考培、场地、能耗等全部成本，有剩余的，即为结余利润。",
                         "The surplus is what is left, if anything, of income less all costs: exams, training, "
                         "venue, energy and so on."),
           unclear=Words("未写明由谁执行，成本还有哪些（只列举到“等”），按什么期间结算，亏损如何处理",
                         'not stated: who settles; which other costs (the list ends in "and so on"), the period, '
                         "losses")),
    Clause("§3.5.3b", "三（五）（3）", kinds=("param", "calc"), bound=(), core=True,
           summary=Words("二级学院可得结余利润的30%，作为组织项目的奖励。",
                         "The college may receive 30% of the surplus as its award for organizing the project."),
           unclear=Words("未写明由谁执行，如何舍入，多学院合办如何分配，其余70%归谁",
                         "not stated: who pays it; rounding, joint projects, the other 70%")),
    Clause("§3.5.3c", "三（五）（3）", kinds=("constraint",), bound=(),
           summary=Words("这笔奖励如何使用，由二级学院自己决定。",
                         "How the award is spent is for the college to decide."),
           unclear=Words("未写明由谁执行，是否要报告用途",
                         "not stated: who must see to it, any duty to report the use")),
    Clause("§3.5.4a", "三（五）（4）", kinds=("duty",), bound=("college",),
           summary=Words("校内考培由试点专业所在的二级学院组织和推广，报名、师资、培训、考务都由其安排。",
                         "Inside the school the major's college organizes and promotes sign-up, staff, training and "
                         "exams."),
           unclear=Words("多个学院共有的专业由谁组织，未写明",
                         "not stated: who organizes for a major that colleges share")),
    Clause("§3.5.4b", "三（五）（4）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("校外人员的报名由鉴定站对接。",
                         "Sign-up from outside goes through the station.")),
    Clause("§3.5.4c", "三（五）（4）", kinds=("duty",), bound=("appraisal_station",),
           summary=Words("各学院的考务和进度，由鉴定站统一协调。",
                         "The station coordinates the exams of all colleges and their progress.")),
    Clause("§3.5.4d", "三（五）（4）", kinds=("duty", "constraint"), bound=("appraisal_station",), core=True,
           summary=Words("考务计划由鉴定站定期并且提前通报校产租赁部。",
                         "The station notifies the venue office of its exam plan, regularly and in advance."),
           unclear=Words("多久一次、提前多少，未写明",
                         "not stated: how often, how long before")),
    Clause("§3.5.4e", "三（五）（4）", kinds=("constraint",), bound=("appraisal_station",), core=True,
           summary=Words("避免场地使用时间与其他考务业务冲突。",
                         "The aim is that venues and other exam business do not clash in time."),
           unclear=Words("如何算冲突、场次之间要留多久，未写明",
                         "not stated: what counts as a clash, the gap between sessions")),
)
"""Every provision, in the document's order."""

SLIPS: Final[tuple[Slip, ...]] = (
    Slip("标题",
         Words("封面称“办法”，附件称“方案”；以文号辨认，名称取封面的。",
               "The cover calls the document measures (办法), its annex a scheme (方案). It is identified by its "
               "number and named by the cover's title.")),
    Slip("三（五）",
         Words("“考陪”出现两次，应为“考培”；“职业鉴定站”出现一次，应为“职业技能鉴定站”。",
               "考陪, which occurs twice, is a slip for 考培; 职业鉴定站, which occurs once, is 职业技能鉴定站.")),
    Slip("三（五）（1）",
         Words("考试由两方组织：教育科技公司受全权委托（§3.5.1a），二级学院也有此职责（§3.5.4a）；如何分工未写明。",
               "Two bodies organize exams: the operating company with full powers (§3.5.1a), and the colleges "
               "(§3.5.4a). How they share the work is not stated.")),
    Slip("三（五）（2）2",
         Words("每天500元并不总随工作量增加：3短场450元变为500元；2短1长为500元，不变；1短2长550元变为500元；"
               "3长场600元、4短场600元都变为500元。第三个长场多得100元，第四场不再增加。",
               "The 500 a day does not always rise with the work: 3 short sessions go from 450 to 500, 2 short and "
               "1 long stay at 500, 1 short and 2 long drop from 550 to 500, 3 long or 4 short from 600 to 500. A "
               "third long session is worth 100 more, a fourth nothing.")),
    Slip("三（四）",
         Words("驾驶证列在技能等级证书之内，而在法律上并不是；因文中列入，故予计入，"
               "发证机构须获认定的条件（§1.2b）对它不适用。",
               "A driving licence is listed among the skill certificates, though legally it is not one. It counts "
               "because the text says so, and the test for a recognized issuer (§1.2b) never applies to it.")),
    Slip("一（二）",
         Words("试点从2020年启动，文件到2020年底才印发；此前的工作没有写明标准。",
               "The pilot starts in 2020, but the document comes at the end of 2020: earlier work has no stated "
               "rate.")),
    Slip("通知",
         Words("未写明生效日期、试行期限和解释部门。",
               "No effective date, no end of the trial and no interpreting office is named.")),
)
"""What reads oddly in the document itself: seven points."""
# fmt: on


def _key(name: str) -> str:
    return name.strip().lower()


def _by_section() -> dict[str, tuple[Clause, ...]]:
    """Return the provisions of every section, those of its subsections included."""
    held: dict[str, tuple[Clause, ...]] = {}
    for provision in CLAUSES:
        for section in accumulate(re.findall(r"（.+?）|\d|[^（\d]+", provision.section)):
            held[section] = (*held.get(section, ()), provision)
    return held


_CLAUSES: Final = {provision.id: provision for provision in CLAUSES}
_SECTIONS: Final = _by_section()
_OFFICES: Final = {_key(name): known for known in OFFICES for name in (known.id, *known.name, *known.also)}


def clause(clause_id: str) -> Clause:
    """Return the provision of an id, or the only one in a section of the document.

    Args:
        clause_id: the id, with or without its leading §; or a section, with full-width or half-width brackets.

    Raises:
        ValueError: no provision has this id; the message names the nearest one. Or the section holds several; the
            message names them.

    Examples:
        >>> clause("3.4c").section, clause("§3.4c").kinds
        ('三（四）', ('param', 'calc'))
        >>> clause("三(五)(2)1").id
        '§3.5.2.1'
        >>> clause("三（五）（2）2")
        Traceback (most recent call last):
        xmut_rules.base.language.WordedError: 三（五）（2）2 holds §3.5.2.2a, §3.5.2.2b
    """
    if not isinstance(clause_id, str):
        raise no_such(_CLAUSE, clause_id, _CLAUSES)
    found = _CLAUSES.get(f"§{clause_id.removeprefix('§')}")
    return _only_one_in(clause_id) if found is None else found


def _only_one_in(section: str) -> Clause:
    """Return the only provision of a section, its subsections aside."""
    written = _section(section)
    held = _SECTIONS.get(written, ())
    standing = [provision for provision in held if provision.section == written] or held
    if len(standing) > 1:
        ids = joined(_COMMA, [same(provision.id) for provision in standing])
        raise WordedError(_SEVERAL.filled(section=written, ids=ids))
    if not standing:
        raise no_such(_CLAUSE, section, _CLAUSES)
    return standing[0]


_CLAUSE, _SECTION = Words("条款", "clause"), Words("章节", "section")
_SEVERAL = Words("{section} 含 {ids}，请选其一", "{section} holds {ids}")


def _section(text: str) -> str:
    """Return a section as the document writes it: full-width brackets, no spaces."""
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def cited(clause_id: str) -> str:
    """Return how a provision is cited as a basis: its id and its section.

    Args:
        clause_id: the id, exactly as in CLAUSES.

    Raises:
        ValueError: no provision has this id; the message names the nearest one.

    Examples:
        >>> cited("§3.5.2.2b")
        '§3.5.2.2b 三（五）（2）2'
    """
    found = _CLAUSES.get(clause_id) if isinstance(clause_id, str) else None
    if found is None:
        raise no_such(_CLAUSE, clause_id, _CLAUSES)
    return f"{found.id} {found.section}"


def office(name: str) -> Office:
    """Return the office of a name.

    Args:
        name: id, Chinese name, English name or another name in use, as written in OFFICES; surrounding spaces and the
            case of English names make no difference.

    Raises:
        ValueError: no office has this name; the message lists the ids.

    Examples:
        >>> office("职业技能鉴定站").id, office("鉴定站").id, office(" Appraisal Station ").id
        ('appraisal_station', 'appraisal_station', 'appraisal_station')
    """
    found = _OFFICES.get(_key(name)) if isinstance(name, str) else None
    if found is None:
        raise _unknown(Words("部门", "office"), name, [Words(known.name.zh, known.id) for known in OFFICES])
    return found


def _unknown(what: Words, name: object, known: Iterable[Words]) -> WordedError:
    return WordedError(_KNOWN.filled(error=no_such(what, name, ()).words, known=joined(_COMMA, known)))


_COMMA = Words("、", ", ")


_KNOWN = Words("{error}，可用：{known}", "{error}; known are {known}")


def find_clauses(
    *, section: str | None = None, office: str | None = None, kind: Kind | None = None
) -> tuple[Clause, ...]:
    """Return the provisions of a section that bind an office and are of a kind, in the document's order.

    A provision for all units is found under all_units alone, not under each unit.

    Args:
        section: a section of the document, its subsections included, with full-width or half-width brackets; None for
            any.
        office: a name of an office, as `office` accepts it; None for any.
        kind: one kind of provision; None for any.

    Raises:
        ValueError: no such section, office or kind; the message names the nearest section, or lists the offices or
            kinds there are.

    Examples:
        What the appraisal station must do:

        >>> [found.id for found in find_clauses(office="appraisal_station", kind="duty")]
        ['§2.2.2a', '§2.2.2b', '§2.2.2c', '§3.5.4b', '§3.5.4c', '§3.5.4d']

        The provisions of a section:

        >>> [found.id for found in find_clauses(section="三(五)(2)")]
        ['§3.5.2', '§3.5.2.1', '§3.5.2.2a', '§3.5.2.2b']
    """
    with Arguments() as check:
        held = CLAUSES if section is None else check.read("section", _all_in, section)
        office_id = None if office is None else check.read("office", _office_id, office)
        if kind is not None:
            check.read("kind", _require_kind, kind)
    return tuple(
        found
        for found in held
        if (office_id is None or office_id in found.bound) and (kind is None or kind in found.kinds)
    )


def _office_id(name: str) -> str:
    """Return the id of an office, looked up where a parameter hides the function."""
    return office(name).id


def _require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise _unknown(Words("类别", "kind"), kind, map(same, KINDS))


def _all_in(section: str) -> tuple[Clause, ...]:
    """Return the provisions of a section, those of its subsections included."""
    held = _SECTIONS.get(_section(section)) if isinstance(section, str) else None
    if held is None:
        raise no_such(_SECTION, section, _SECTIONS)
    return held
