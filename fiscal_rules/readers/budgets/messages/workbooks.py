"""What is said of a workbook (FR420 to FR439)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

LIMIT = Message(
    "FR420",
    Text(
        "工作簿{what}为 {size}，上限为 {limit}",
        "the workbook's {what} is {size}, at most {limit} is read",
    ),
    Text(
        "删去多余的工作表和格式，或把预算分成几个文件",
        "delete what is not needed, or divide the budget among several files",
    ),
)
PART_NAME = Message(
    "FR421",
    Text(
        "工作簿内部的文件名“{name}”重复或不合规",
        'the name "{name}" within the workbook is repeated or not allowed',
    ),
    Text("用 Excel 或 WPS 打开后另存", "open it in Excel or WPS and save it again"),
)
DAMAGED = Message(
    "FR422",
    Text(
        "工作簿已损坏：{part} 校验不符或无法解压",
        "the workbook is damaged: {part} fails its checksum or cannot be unpacked",
    ),
    Text("重新下载或重新导出", "download or export it again"),
)
PROTECTED = Message(
    "FR423",
    Text("工作簿设有打开密码", "the workbook is protected by a password"),
    Text("去掉密码后另存", "take the password off and save it"),
)
NOT_A_WORKBOOK = Message(
    "FR424",
    Text("文件里没有工作簿（缺 {part}）", "there is no workbook in the file ({part} is missing)"),
    Text("用 Excel 或 WPS 打开后另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx"),
)
DOCTYPE = Message(
    "FR425",
    Text(
        "工作簿的 {part} 含有文档类型声明（DTD），不予读取",
        "{part} of the workbook declares a document type (DTD), which is not read",
    ),
    Text("用 Excel 或 WPS 打开后另存", "open it in Excel or WPS and save it again"),
)
MALFORMED = Message(
    "FR426",
    Text("工作簿的 {part} 不合规：{reason}", "{part} of the workbook is malformed: {reason}"),
    Text("用 Excel 或 WPS 打开后另存", "open it in Excel or WPS and save it again"),
)
USED_RANGE = Message(
    "FR427",
    Text(
        "工作表的内容一直延伸到 {cell}，共 {size} 格，上限为 {limit}",
        "the sheet's content reaches to {cell}, {size} cells; at most {limit} are read",
    ),
    Text(
        "删去远处的零散内容（按 Ctrl+End 可以找到）",
        "delete the stray content far away (Ctrl+End finds it)",
    ),
)
ORDER = Message(
    "FR428",
    Text("工作表中的单元格重复或次序颠倒", "a cell of the sheet is repeated or out of order"),
    Text("用 Excel 或 WPS 打开后另存", "open it in Excel or WPS and save it again"),
)
ERROR_CELL = Message(
    "FR429",
    Text("单元格是错误值 {value}", "the cell holds the error {value}"),
    Text("改正公式，或直接填写数值", "mend the formula, or type the value"),
)
NO_CACHED_VALUE = Message(
    "FR430",
    Text(
        "单元格有公式而没有计算结果：文件生成后从未在 Excel 中打开",
        "the cell has a formula without a result: no program has calculated it yet",
    ),
    Text(
        "用 Excel 或 WPS 打开、保存后再用，或直接填写数值",
        "open the file in Excel or WPS and save it, or type the value",
    ),
)
NEVER_CALCULATED = Message(
    "FR431",
    Text(
        "单元格的公式结果为 0，而文件注明打开时须重新计算：这个 0 不可信",
        "the formula's result is 0, but the file says that it is to be calculated on opening: "
        "the 0 may be no result",
    ),
    Text(
        "用 Excel 或 WPS 打开、保存后再用，或直接填写数值",
        "open the file in Excel or WPS and save it, or type the value",
    ),
)
INEXACT = Message(
    "FR432",
    Text(
        "{column}“{value}”位数太多，Excel 的数值存不到分",
        '{column} "{value}" has more digits than a number in Excel can hold to the fen',
    ),
    Text("把该单元格设为文本后重新填写", "format the cell as text and type the amount again"),
)
NO_SHEET = Message(
    "FR433",
    Text("工作簿没有可读的工作表", "the workbook has no sheet that can be read"),
    Text("把预算放在普通工作表里", "put the budget on an ordinary sheet"),
)
SEVERAL_BUDGETS = Message(
    "FR434",
    Text("有几张工作表都像预算：{sheets}", "several sheets look like the budget: {sheets}"),
    Text(
        "合并为一张，或把其余的移到别的文件：不替您取舍",
        "merge them, or move the others to another file: none is chosen for you",
    ),
)
HIDDEN_ROWS = Message(
    "FR435",
    Text(
        "工作表有隐藏的行，也已读入：{rows}",
        "the sheet has hidden rows, which were read too: {rows}",
    ),
    Text("核对这些行是否应在预算内", "make sure that they belong to the budget"),
    Severity.NOTE,
)
HIDDEN_COLUMNS = Message(
    "FR436",
    Text(
        "工作表有隐藏的列，也已读入：{columns}",
        "the sheet has hidden columns, which were read too: {columns}",
    ),
    Text("核对这些列是否应在预算内", "make sure that they belong to the budget"),
    Severity.NOTE,
)
HIDDEN_SHEET = Message(
    "FR437",
    Text("工作表是隐藏的，也已读入", "the sheet is hidden, and was read too"),
    Text("核对它是否应在预算内", "make sure that it belongs to the budget"),
    Severity.NOTE,
)
SHEETS_NOT_READ = Message(
    "FR438",
    Text("未读取其他工作表：{sheets}", "other sheets were not read: {sheets}"),
    Text(
        "如果其中有预算，请把表头补全，或另行报送",
        "should one of them be a budget, complete its headers or send it by itself",
    ),
    Severity.NOTE,
)

MESSAGES = (
    LIMIT,
    PART_NAME,
    DAMAGED,
    PROTECTED,
    NOT_A_WORKBOOK,
    DOCTYPE,
    MALFORMED,
    USED_RANGE,
    ORDER,
    ERROR_CELL,
    NO_CACHED_VALUE,
    NEVER_CALCULATED,
    INEXACT,
    NO_SHEET,
    SEVERAL_BUDGETS,
    HIDDEN_ROWS,
    HIDDEN_COLUMNS,
    HIDDEN_SHEET,
    SHEETS_NOT_READ,
)
