"""What can be wrong with input: each code with its message, which includes what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from xmut_rules.base.language import Words

ERROR_CODES: Mapping[str, Words] = {
    # values
    "id": Words(
        "编号应为 1 至 64 个字符的文本，首尾无空格，不以单引号（'）开头，不含控制字符；请改正",
        "expected an id: text of 1 to 64 characters, without leading or trailing spaces, a leading apostrophe or "
        "control characters; correct it",
    ),
    "text": Words(
        "应为不超过 500 个字符、不含控制字符的文本；请缩短，或删去不可见字符",
        "expected text of at most 500 characters without control characters; shorten it or remove them",
    ),
    "value-nothing": Words(
        "NULL、nan 等表示空值的词不能作为内容；没有内容请留空",
        "NULL, nan and other words for an empty value are not accepted; leave it empty",
    ),
    "day": Words(
        "应为 2000-01-01 至 2099-12-31 之间的有效日期，格式如 2021-03-06",
        "expected a valid date from 2000-01-01 to 2099-12-31, written 2021-03-06",
    ),
    "clock-time": Words(
        "应为 00:00 至 23:59 的时间，格式如 08:30",
        "expected a time from 00:00 to 23:59, written 08:30",
    ),
    "moment": Words(
        "应为日期加时间，格式如 2021-05-29T08:30（可带时区，如 +08:00），年份为 2000 至 2099",
        "expected a date and a time, written 2021-05-29T08:30 (a time zone such as +08:00 may follow), 2000 to 2099",
    ),
    "float": Words(
        'JSON 小数和浮点数不精确：请把金额和数量写成文本，例如 "120.50"',
        'JSON decimals and floats are not exact: write amounts and quantities as text, such as "120.50"',
    ),
    "amount": Words(
        "应为金额（元）：半角数字，至多两位小数，绝对值小于 10 万亿，格式如 120.00",
        "expected an amount in yuan: ASCII digits, at most two decimals, below 10^13 in absolute value, written 120.00",
    ),
    "amount-negative": Words(
        "此处金额不得为负；请改为零或正数",
        "this amount must not be negative; enter zero or more",
    ),
    "hours": Words(
        "应为学时数：0 至 24，至多两位小数，格式如 1.5",
        "expected class hours: 0 to 24, at most two decimals, written 1.5",
    ),
    "credits": Words(
        "应为学分数：0 至 99.99，格式如 2",
        "expected credits: 0 to 99.99, written 2",
    ),
    "share": Words(
        "应为精确的比例，写成 3/10、0.30 或 30%（大于 1 的只能写成分数或百分数）",
        "expected an exact share, written 3/10, 0.30 or 30% (above 1 only as a fraction or a percentage)",
    ),
    "weights": Words(
        "应为学院编号及其权重（正整数），至少一个学院，格式如 C01:60;C02:40",
        "expected at least one college id with its weight, a positive integer, written C01:60;C02:40",
    ),
    # fields that contradict each other
    "end-before-start": Words(
        "结束时间须晚于开始时间（跨零点的课至多 12 小时）；请核对两个时间",
        "the end must be after the start (a lesson that runs past midnight lasts at most 12 hours); check both times",
    ),
    "over-24-hours": Words("一场至多 24 小时；请核对日期", "a session lasts at most 24 hours; check the dates"),
    "clock-pair": Words(
        "开始时间和结束时间须同时填写或同时留空",
        "enter both the start and the end time, or neither",
    ),
    "mixed-clocks": Words(
        "同一份数据的时间须全部带时区或全部不带；请统一格式",
        "times with and without a time zone are mixed in one input; write them all the same way",
    ),
    "half-day": Words(
        "按天计的记录只能填 1 天（或 0）；不足一天请按学时填写，多天请每天填一条",
        "a day record is 1 day (or 0); for part of a day enter class hours, for several days one record per day",
    ),
    "refund-sign": Words(
        "退费须为负数；若是收入，请改正收入类别",
        "a refund must be negative; if it is income, change its kind",
    ),
    "income-sign": Words(
        "除退费和退回专款外，金额不得为负；若是退费，请把收入类别改为“退费”",
        "only refunds and returned grants may be negative; if it is a refund, change its kind to refund",
    ),
    "grant-sign": Words(
        "专款不得为负；若是退回专款，请把收入类别改为“退回专款”",
        "a grant must not be negative; if it was returned, change its kind to grant_returned",
    ),
    "returned-sign": Words(
        "退回专款须为负数；若是收到专款，请把收入类别改为“专款”",
        "a returned grant must be negative; if it was received, change its kind to grant",
    ),
    "credits-given-alone": Words(
        "未填“已认定日期”的证书不得填“已认定学分”；请补填日期，或删去学分",
        "credits_given is accepted only together with recognized_on; enter the date, or remove the credits",
    ),
    "receipt-purpose": Words(
        "只有专款和退回专款可以填写用途；请删去用途，或改正收入类别",
        "only grants and returned grants have a purpose; remove it, or correct the kind",
    ),
    "receipt-project": Words(
        "除学校奖补外，每笔收入须填写项目编号",
        "every receipt except a school award needs a project; enter its id",
    ),
    "receipt-account": Words(
        "考培费收入须填写收款账户",
        "a fee needs the account that received it; enter it",
    ),
    "cost-category": Words(
        "培训课酬和考务费由记录自动计入，不得再列为成本；请删去，或在“费用类别”中写明其他实际用途",
        "training pay and duty pay are added from the records and must not be entered as costs; remove the row, or "
        "enter what else it paid for",
    ),
    "level": Words(
        "技能等级证书的等级应为初级、中级或高级",
        "the level of a skill certificate must be 初级, 中级 or 高级",
    ),
    "graduated-first": Words(
        "毕业日期不得早于入学日期",
        "the date of graduation must not be before the date of enrolment",
    ),
    "series-end": Words(
        "周课表须在“结束日期”与“次数”中填写一项，且只填一项",
        "a weekly plan needs either its last day or its count, and not both",
    ),
    "series-length": Words(
        "周课表应有 1 至 366 次课；请核对星期、起止日期和次数",
        "a weekly plan has 1 to 366 lessons; check its weekdays, dates and count",
    ),
    "series-excluded": Words(
        "停课日期 {day} 当天本来没有课；请改正或删去",
        "there is no lesson on the excluded date {day}; correct or remove it",
    ),
    "series-id": Words(
        "周课表编号至多 55 个字符（课次编号由它加日期组成）",
        "the id of a weekly plan has at most 55 characters (the date is appended for the id of a lesson)",
    ),
    "repeated-id": Words(
        "编号 {id} 在表中重复（首次出现在第 {first} 行）；请删去或改号",
        "the id {id} is repeated (first in row {first}); remove the row or change the id",
    ),
    "unknown-id": Words(
        "编号 {id} 不在“{table}”表中；请改正，或在该表补上",
        "the id {id} is not in the table {table}; correct it, or add it there",
    ),
    # data frames
    "frame-column": Words("数据框缺少此列；请补上", "the data frame lacks this column; add it"),
    "frame-type": Words(
        "此列应为{expected}，而不是 {other}；请先转换", "expected a column of {expected}, not {other}; convert it first"
    ),
    "frame-missing": Words(
        "此列有 {count} 行缺值；请补上，或先剔除这些行",
        "rows without a value in this column: {count}; fill them in, or leave them out first",
    ),
    "frame-values": Words(
        "此列有 {count} 行的值不在允许范围内；请改正",
        "rows of this column with a value out of range, or with none of its words: {count}; correct them",
    ),
    "frame-repeated": Words(
        "此列有 {count} 个编号重复；请删去重复的行或改号",
        "ids of this column that stand in several rows: {count}; remove rows or change ids",
    ),
    "frame-unknown": Words(
        "此列有 {count} 行的编号不在“{table}”表中；请改正，或在该表补上",
        "rows with an id that is not in the table {table}: {count}; correct them, or add it there",
    ),
    "frame-name": Words(
        "此列有 {count} 行含有数据框无法比较的字符；请先统一字符形式（NFKC）并删去空格",
        "rows with characters that data frames cannot compare: {count}; normalize them first (NFKC, without spaces)",
    ),
    "frame-sum": Words(
        "此列合计超出金额范围；请分批结算", "the sum of this column is out of range; settle it in parts"
    ),
    "frame-policy": Words(
        "数据框计算不支持政策的这一取值（{limit}）；请改用逐行函数",
        "data frames do not take this value of the policy ({limit}); use the functions on rows",
    ),
    # several files of one term
    "files-few": Words(
        "合并至少需要两份数据；请一并给出", "a merge needs at least two files; name them all in one call"
    ),
    "file-repeated": Words("同一份数据给出了两次；请只保留一次", "this file is given twice; give it once"),
    "heading-differs": Words(
        "此处为 {value}，而 {other} 中为 {earlier}；若是同一学期请改成一致，否则请分别结算",
        "{value} here, but {earlier} in {other}; make them equal if both files are of the same term, or settle them "
        "separately",
    ),
    "rows-differ": Words(
        "编号 {id} 在 {other} {table} 第 {first} 行已有，但以下各项不一致：{fields}；若是同一条请改成一致，否则请改号",
        "the id {id} is also in {other} {table} (row {first}), but these fields differ: {fields}; make the two rows "
        "equal if they are the same entry, or change one of the ids",
    ),
    "lesson-elsewhere": Words(
        "课次编号 {id} 与 {other} {table} 第 {first} 行的培训记录相同；若是同一次课请只保留一处，否则请改号",
        "the lesson id {id} is also the id of a training record in {other} {table} (row {first}); keep only one of "
        "them if they are the same lesson, or change one of the ids",
    ),
    # policies
    "effective-order": Words(
        "失效日期不得早于生效日期",
        "the last day in force must not be before the first",
    ),
    "policies-overlap": Words(
        "此政策与前一政策的有效期重叠；请给前一政策填写失效日期，或把两处改动写在一个文件里",
        "this policy overlaps the previous one; give that one a last day, or write both changes in one file",
    ),
    "level-repeated": Words(
        "同一等级和学分类别的学分只能列一次",
        "credits for one level and category may be listed only once",
    ),
    "change-field": Words("政策中没有此字段{hint}；请改正", "not a field of a policy{hint}; correct it"),
    "change-value": Words(
        "应为文本、整数、日期、空值，或分等级学分（level、credits、category）",
        "expected text, an integer, a date, null, or rows of credits by level (level, credits, category)",
    ),
    "change-repeated": Words("同一字段修改了两次；请只保留一处", "this field is changed twice; keep one change"),
    "amends-unknown": Words(
        "找不到所修订的政策{hint}；请写 PILOT_2020 或文号，或先给出那份政策",
        "the policy to be amended is not known{hint}; write PILOT_2020 or its document number, or give that policy "
        "first",
    ),
    "amendments-collide": Words(
        "两份修订都从 {day} 起修改 {field}；请合并到一份里，或只保留一处",
        "two amendments change {field} from {day} on; keep one of the changes, or write both in one file",
    ),
    "next-before": Words(
        "下一学期的结算日不得早于本学期的结算日 {day}",
        "the next term must not be settled before {day}, the settlement date of this one",
    ),
    "file-is-policy": Words(
        "这是政策或修订，不是学期数据；请在 check、settle 等命令的 --policy 后给出，或用 inspect 命令检查",
        "this is a policy or an amendment, not a term; give it to check or settle as --policy, or check it with the "
        "command inspect",
    ),
    "file-is-report": Words(
        "这是结算报告或更正单，不是学期数据；核对请用 verify 命令，更正请用 correct 命令，两者都读 JSON 格式的报告",
        "this is a report or a correction, not a term; the commands verify and correct take it, written as JSON",
    ),
    "file-is-plan": Words(
        "这是预测用的计划，不是学期数据；请用 forecast 命令",
        "this is a plan for a forecast, not a term; use the command forecast",
    ),
    "file-is-explanation": Words(
        "这是 explain 或 forecast 写出的说明，不是学期数据；请给出学期数据本身",
        "this is an explanation, written by explain or forecast, not a term; give the term itself",
    ),
    "report-format": Words(
        "不是可以重算的报告格式{hint}；请给出 settle 或 correct 以 --format json 输出的文件",
        "not a report format that can be recomputed{hint}; give the output of settle or correct --format json",
    ),
    # reports and corrections that were issued
    "issued-format": Words(
        "既不是报告也不是更正单{hint}；请给出 settle 或 correct 以 --format json 输出的文件",
        "neither a report nor a correction{hint}; give the output of settle or correct --format json",
    ),
    "issued-figure": Words(
        "应为报告中的数字：金额格式如 120.00，学时和学分格式如 1.5；请给出发放时的原件",
        "expected a figure as reports write it: an amount as 120.00, hours and credits as 1.5; give the original",
    ),
    "issued-sum": Words(
        "此处为 {reported}，按所列各行应为 {recomputed}；文件发放后被改动过，请给出原件",
        "this is {reported}, but the rows sum to {recomputed}; the file was changed after it was issued, give the "
        "original",
    ),
    "issued-row": Words(
        "缺少编号为 {id} 的行；文件发放后被改动过，请给出原件",
        "the row of {id} is missing; the file was changed after it was issued, give the original",
    ),
    "issued-term": Words(
        "这份文件属于学期 {issued}，而数据属于学期 {term}；请给出同一学期的两份文件",
        "this file belongs to the term {issued}, but the data belong to {term}; give two files of the same term",
    ),
    "toml-syntax": Words(
        "不是完整的 TOML：{error}；请检查引号和方括号",
        "not complete TOML: {error}; check quotes and brackets",
    ),
    # files
    "file-empty": Words("文件是空的；请检查是否已保存", "the file is empty; check that it was saved"),
    "file-size": Words(
        "文件超过 512 MiB，不予受理；请拆分学期",
        "the file is larger than 512 MiB and is not read; split the term",
    ),
    "file-unreadable": Words(
        "无法读取（{reason}）；请检查文件与权限",
        "cannot read it ({reason}); check the file and its permissions",
    ),
    "file-encoding": Words(
        "无法按 UTF-8 或 GB18030 读取（或含 NUL、私用区字符）；请另存为 UTF-8 编码",
        "not readable as UTF-8 or GB18030 (or contains NUL or private-use characters); save it again as UTF-8",
    ),
    "file-bytes": Words(
        "文件是 UTF-8 编码，但第 {row} 行含有无效字节（文件被截断，或粘贴了其他编码的内容）；请改正此行，再存为 UTF-8",
        "the file is UTF-8, but row {row} contains invalid bytes (it was cut off, or pasted from another encoding); "
        "correct the row and save it again as UTF-8",
    ),
    "file-character": Words(
        "第 {row} 行有不可用的字符 {point}（私用区）；请删去后重新填写",
        "row {row} contains the private-use character {point}; delete it and enter the cell again",
    ),
    "file-encodings": Words(
        "此文件是 GB18030 编码，而 {other} 不是；请把所有表按同一编码保存",
        "this file is in GB18030 and {other} is not; save all tables in one encoding",
    ),
    "file-web-page": Words(
        "这是网页，不是工作簿（有些系统导出的 .xls 其实是网页）；请用电子表格软件打开并另存为 .xlsx；若是结算报告，"
        "请给出学期数据本身",
        "this is a web page and not a workbook (some systems export web pages as .xls); open it in a spreadsheet "
        "program and save it as .xlsx, or give the term itself if this is a report on it",
    ),
    "csv-alone": Words(
        "这只是一张表，不是整个学期；请给出存放全部 CSV 表的文件夹",
        "this is a single table and not a term; give the folder that contains all its CSV tables",
    ),
    "folder-above": Words(
        "此文件夹里没有表，表在 {folder} 里；请给出那个文件夹",
        "this folder contains no tables, but {folder} in it does; give that folder",
    ),
    "workbook-strict": Words(
        "工作簿存成了“Strict Open XML”格式；请另存为普通的 .xlsx",
        "the workbook is in the Strict Open XML format; save it as an ordinary .xlsx",
    ),
    "workbook-ods": Words(
        "这是 OpenDocument 表格（.ods）；请另存为 .xlsx",
        "this is an OpenDocument spreadsheet (.ods); save it as .xlsx",
    ),
    "workbook-extra": Words(
        "读取工作簿需要 openpyxl；请安装 xmut_rules[excel]，或另存为 CSV",
        "a workbook needs openpyxl: install xmut_rules[excel], or save the tables as CSV",
    ),
    "workbook-password": Words(
        "工作簿有密码，或是旧的 .xls 格式；请取消密码，另存为 .xlsx",
        "the workbook has a password or is an old .xls file; remove the password and save it as .xlsx",
    ),
    "workbook-macro": Words(
        "工作簿含有宏，不予受理；请另存为不含宏的 .xlsx",
        "the workbook contains macros and is not opened; save it as .xlsx without macros",
    ),
    "workbook-size": Words(
        "工作簿展开后超过 128 MiB，不予受理；请改用 CSV 或 JSON",
        "the workbook unpacks to more than 128 MiB and is not opened; use CSV or JSON",
    ),
    "workbook-heavy": Words(
        "工作簿里的样式、名称或链接过多；请把各表的内容复制到新的工作簿",
        "the workbook holds too many styles, names or links; copy its tables into a new workbook",
    ),
    "workbook-broken": Words(
        "不是完整的 .xlsx 工作簿；请在电子表格软件中打开并另存",
        "not a complete .xlsx workbook; open it in a spreadsheet program and save it again",
    ),
    "sheet-hidden": Words(
        "工作表已隐藏，无法确定是否计入；请取消隐藏或删去",
        "the sheet is hidden, so it is unclear whether it counts; unhide it or delete it",
    ),
    "sheet-very-hidden": Words(
        "工作表被程序深度隐藏，菜单里看不到；请把其他工作表复制到新的工作簿",
        "the sheet was hidden by a program and is not listed in any menu; copy the other sheets into a new workbook",
    ),
    "sheet-extent": Words(
        "工作表范围过大；请删去表格以外的行和列",
        "the sheet is too large; delete the rows and columns outside the table",
    ),
    "cells-merged": Words(
        "单元格 {cells} 已合并；请取消合并并逐格填写",
        "the cells {cells} are merged; unmerge them and fill in each",
    ),
    "cell-formula": Words(
        "单元格是公式；请改为数值（复制后“粘贴为值”）",
        "the cell is a formula; replace it by its value (copy, then paste values)",
    ),
    "cell-error": Words("单元格是错误值；请改正", "the cell is an error value; correct it"),
    "cell-kind": Words("单元格的内容无法读成文本；请改正", "the cell does not contain a plain value; correct it"),
    "cell-scaled": Words(
        "单元格按百分数、千或万显示，所存的数与所见不同；请改为常规格式并核对数值",
        "the cell is formatted in percent or in thousands, so it stores another number than it shows; use the "
        "general format and check the number",
    ),
    "cell-digits": Words(
        "数字超过 15 位，电子表格已丢失尾数；请把该列设为文本后重新填写",
        "the number has more than 15 digits, and the spreadsheet has lost the last ones; format the column as text "
        "and enter it again",
    ),
    "cell-part-struck": Words(
        "单元格中部分文字带删除线或是上标；请只保留有效的内容",
        "part of the cell is struck out or superscript; keep only what is valid",
    ),
    "cell-long": Words(
        "内容超过 32767 个字符，单元格放不下；请改用 JSON 或 CSV",
        "the text has more than 32,767 characters, which is too long for a cell; use JSON or CSV",
    ),
    "cell-day-alone": Words(
        "单元格只有日期，没有时间；请写成 2021-05-29 08:30",
        "the cell has a date but no time; write both, such as 2021-05-29 08:30",
    ),
    "cell-not-text": Words(
        "此列是文本，而单元格是日期、时间、逻辑值或带格式的数字；请把该列设为文本后重新填写",
        "the column is text, and the cell is a date, a time, a yes/no value or a formatted number; format the column "
        "as text and enter it again",
    ),
    "cell-list": Words(
        "多项之间用半角分号 ; 隔开；请改正",
        "separate the items of a list with semicolons (;)",
    ),
    "day-first": Words(
        "分不清日和月；请把年写在前面，如 2021-03-06",
        "day and month cannot be told apart; write the year first, such as 2021-03-06",
    ),
    "decimal-comma": Words(
        "小数点请用半角句点，如 1234.56；无法确定此处逗号的含义",
        "use a decimal point, such as 1234.56; what the comma means is unclear",
    ),
    # noticed while reading, and no error
    "keys-alike": Words(
        "{id} 与前面的 {other} 只有全角半角或大小写之别，按两个编号处理；若是同一个请改成一致",
        "{id} differs from the earlier {other} only in width or case and is treated as another id; if they are the "
        "same, write them alike",
    ),
    "row-title": Words("表头上方的标题行已略过", "a title above the heads was skipped"),
    "row-total": Words("末尾的合计行已略过", "a row of totals at the end was skipped"),
    "row-struck-out": Words(
        "整行带删除线，仍按有效数据读入；如已作废请删去",
        "the whole row is struck out but still counts; delete it if it is void",
    ),
    "seconds-hidden": Words(
        "单元格含有未显示的秒数，按实际时间计算；请核对",
        "the cell has seconds that its format hides, and they count; check the time",
    ),
    "decimals-hidden": Words(
        "单元格的小数位比所显示的多，按实际数值计算；请核对",
        "the cell has more decimals than its format shows, and they count; check the number",
    ),
    "table-repeated": Words(
        "“{table}”表出现多次；请合并为一张",
        "the table {table} occurs more than once; put its rows on one sheet",
    ),
    "json-syntax": Words(
        "第 {line} 行第 {column} 列起不是完整的 JSON；请检查文件是否被截断",
        "not complete JSON from line {line}, column {column}; check that the file was not cut off",
    ),
    "json-number": Words("有一个数字过长；请改正", "a number is too long; correct it"),
    "json-depth": Words(
        "嵌套过深；请检查括号是否成对",
        "it is nested too deeply; check that brackets are closed",
    ),
    "json-duplicate-key": Words(
        "同一对象中该键出现多次；请只保留一个",
        "this key occurs more than once in one object; keep one",
    ),
    "table-missing": Words(
        "缺少“{table}”表；请补上（没有内容的表只保留表头）",
        "the table {table} is missing; add it (with only its heads if it has no rows)",
    ),
    "table-unknown": Words("无法识别的表{hint}；请改名或移走", "not a known table{hint}; rename or remove it"),
    "heads-missing": Words(
        "这一行没有列名；请在第一行写上列名（template 给出全部列名）",
        "this row holds no heads; write them above the rows (template gives them all)",
    ),
    "column-unknown": Words(
        "无法识别的列{hint}；请改正列名或删去该列",
        "not a known column{hint}; correct its head or remove it",
    ),
    "column-missing": Words("缺少列 {column}（{other}）；请补上", "the column {column} ({other}) is missing; add it"),
    "column-repeated": Words(
        "列 {column} 出现多次；请只保留一列", "the column {column} occurs more than once; keep one"
    ),
    "row-length": Words(
        "本行有 {cells} 个单元格，表头有 {heads} 列；请检查逗号、引号和表头以外的单元格",
        "the row has {cells} cells for {heads} heads; check commas, quotes and cells beyond the heads",
    ),
    "csv-quote": Words(
        "引号不成对，或单元格过长；请检查此行", "quotes are not closed, or a cell is too long; check this row"
    ),
    "term-rows": Words("“学期”表须有且只有一行数据", "the table term must have exactly one row of data"),
    # pydantic's own types that can occur
    "missing": Words("缺少此项；请补上", "this is missing; add it"),
    "extra_forbidden": Words(
        "无法识别的字段{hint}；请改正名称或删去",
        "not a known field{hint}; correct its name or remove it",
    ),
    "literal_error": Words("应为以下之一：{expected}", "expected one of: {expected}"),
    "int_type": Words("应为整数，如 3", "expected an integer such as 3"),
    "bool_type": Words("应为“是”或“否”（JSON 中为 true 或 false）", "expected yes or no (true or false in JSON)"),
    "string_type": Words("应为文本", "expected text"),
    "tuple_type": Words("应为列表", "expected a list"),
    "list_type": Words("应为列表", "expected a list"),
    "model_type": Words("应为一组字段（JSON 对象）", "expected a JSON object with the fields of this table"),
    "model_attributes_type": Words("应为一组字段（JSON 对象）", "expected a JSON object with the fields of this table"),
    "greater_than_equal": Words("应不小于 {ge}", "expected at least {ge}"),
    "less_than_equal": Words("应不大于 {le}", "expected at most {le}"),
    "too_short": Words("至少需要 {min_length} 项", "expected at least {min_length} entries"),
    "too_long": Words("至多 {max_length} 项", "expected at most {max_length} entries"),
    "json_invalid": Words("不是完整的 JSON：{error}", "not complete JSON: {error}"),
}
"""Each code with its message; braces are filled with the figures of the error."""

TABLES: Mapping[str, Words] = {
    "colleges": Words("学院", "colleges"),
    "staff": Words("人员", "staff"),
    "projects": Words("项目", "projects"),
    "training": Words("培训", "training"),
    "series": Words("周课表", "series"),
    "sessions": Words("场次", "sessions"),
    "duties": Words("考务", "duties"),
    "receipts": Words("收入", "receipts"),
    "costs": Words("成本", "costs"),
    "students": Words("学生", "students"),
    "certificates": Words("证书", "certificates"),
    "bookings": Words("预订", "bookings"),
}
"""What the tables of a term are called; the English name is also the key."""
