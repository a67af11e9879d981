"""What the command line says (FR600 to FR639)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

MISUSED = Message("FR600", Text("命令写法有误：{reason}", "the command is not right: {reason}"))
NO_COMMAND = Message(
    "FR601",
    Text("没有命令 {name}", "there is no command {name}"),
    Text("可用的命令：{known}", "the commands are: {known}"),
)
NO_OPTION = Message(
    "FR602",
    Text("没有选项 {name}", "there is no option {name}"),
    Text("可用的选项：{known}", "the options are: {known}"),
)
MISSING = Message(
    "FR603",
    Text("缺少“{name}”", "{name} is missing"),
    Text("写法：{usage}", "write it like this: {usage}"),
)
TOO_MANY = Message(
    "FR604",
    Text("多写了 {extra}", "{extra} does not belong here"),
    Text(
        "写法：{usage}；含空格的名称要加引号",
        "write it like this: {usage}; put names with spaces in quotation marks",
    ),
)
NEEDS_A_VALUE = Message(
    "FR605",
    Text("选项 {name} 后面缺少内容", "the option {name} needs a value"),
    Text("写法：{name} {metavar}", "write it like this: {name} {metavar}"),
)
TAKES_NO_VALUE = Message(
    "FR606",
    Text("选项 {name} 后面不写内容", "the option {name} takes no value"),
    Text("只写 {name}", "write {name} alone"),
)
NOT_ONE_OF = Message(
    "FR607",
    Text("{name} 不能是 {found}", "{name} cannot be {found}"),
    Text("可以是：{known}", "it can be: {known}"),
)
NOT_A_DATE = Message(
    "FR608",
    Text("{name} 后面的 {found} 不是日期", "{found} after {name} is not a date"),
    Text("写成 2020-12-31 的形式", "write it like 2020-12-31"),
)
OVER_AN_INPUT = Message(
    "FR609",
    Text(
        "{name} 是本次的输入文件，不能覆盖", "{name} is an input of this run and is not overwritten"
    ),
    Text("-o 换一个文件名", "choose another name after -o"),
)
NO_LINE = Message(
    "FR610",
    Text("预算中没有编号为 {line} 的行", "the budget has no line {line}"),
    Text("相近的编号：{nearest}", "the nearest: {nearest}"),
)
NO_LINES = Message(
    "FR611",
    Text("没有可解释的行", "there is no line to explain"),
    Text("预算中的行都被退回了", "every row of the budget was refused"),
)
LINE_REFUSED = Message(
    "FR612",
    Text(
        "编号为 {line} 的行已退回，没有结果可解释", "the row {line} was refused: it has no result"
    ),
    Text("原因见上；改正后重新运行", "the reasons stand above; correct them and run again"),
)
DEMO_FOLDER = Message(
    "FR613",
    Text(
        "文件夹 {folder} 不是空的，也不是以前的示例",
        "{folder} is neither empty nor an earlier demo",
    ),
    Text(
        "换一个文件夹：fiscal-rules demo 文件夹", "choose another folder: fiscal-rules demo FOLDER"
    ),
)
DEMO_NOT_COPIED = Message(
    "FR614",
    Text("示例不能复制到 {folder}：{reason}", "the example cannot be copied to {folder}: {reason}"),
    Text(
        "换一个可写的位置：fiscal-rules demo 文件夹",
        "choose a place that can be written: fiscal-rules demo FOLDER",
    ),
)
NO_TEXT_FILE = Message(
    "FR615",
    Text("无法读取原文文件：{reason}", "the text cannot be read: {reason}"),
    Text("检查 --text 后面的路径", "check the path after --text"),
)
PACK_FOLDER = Message(
    "FR616",
    Text("文件夹 {folder} 不是空的", "{folder} is not empty"),
    Text("换一个文件夹：fiscal-rules new 文件夹", "choose another folder: fiscal-rules new FOLDER"),
)
PACK_NOT_WRITTEN = Message(
    "FR617",
    Text("规则包不能写到 {folder}：{reason}", "the pack cannot be written to {folder}: {reason}"),
    Text(
        "换一个可写的位置：fiscal-rules new 文件夹",
        "choose a place that can be written: fiscal-rules new FOLDER",
    ),
)
TEXT_WITHOUT_WORDS = Message(
    "FR618",
    Text("{file} 没有文字", "{file} has no words"),
    Text("给出公文全文", "give the text of the document"),
)
BUDGET_REFUSED = Message(
    "FR620",
    Text(
        "预算被退回，没有写出任何文件；共发现 {count} 处问题",
        "the budget is refused, no file was written; problems found: {count}",
    ),
    Text(
        "改正后重新运行；若只是个别行有误，加 --skip-refused 可先处理其余的行",
        "correct them and run again; where only some rows are wrong, --skip-refused allocates the "
        "others",
    ),
)
BUDGET_REFUSED_WHOLE = Message(
    "FR623",
    Text(
        "整个预算被退回，没有写出任何文件；共发现 {count} 处问题",
        "the whole budget is refused, no file was written; problems found: {count}",
    ),
    Text(
        "--skip-refused 只能跳过个别行；请改正后重新运行",
        "--skip-refused leaves out rows only; correct the problems and run again",
    ),
)
PACK_REFUSED = Message(
    "FR621",
    Text(
        "规则包或参数文件被退回，没有写出任何文件；共发现 {count} 处问题",
        "the pack or a parameter file is refused, no file was written; problems found: {count}",
    ),
    Text("改正后重新运行", "correct them and run again"),
)
ROWS_SKIPPED = Message(
    "FR622",
    Text(
        "有 {count} 行被退回，未计入任何合计",
        "rows refused, and in no total: {count}",
    ),
    Text("改正这些行后重新运行，即得完整结果", "correct them and run again for the whole result"),
    Severity.WARNING,
)
DISK_FULL = Message(
    "FR631",
    Text("磁盘空间不足，结果没有写完", "the disk is full; the result is not whole"),
    Text("腾出空间后重新运行", "make room and run again"),
)
OUR_FAULT = Message(
    "FR630",
    Text(
        "程序内部出错，这是我们的错误，不是您的数据有误。没有写出任何结果文件（{what}）",
        "something went wrong inside the program. The mistake is ours, not yours; no result was "
        "written ({what})",
    ),
    Text(
        "加 --debug 再运行一次，把全部输出、所用命令和版本（{version}）告诉维护人员",
        "run it again with --debug, and send the maintainers the output, the command and the "
        "version ({version})",
    ),
)

MESSAGES = (
    MISUSED,
    NO_COMMAND,
    NO_OPTION,
    MISSING,
    TOO_MANY,
    NEEDS_A_VALUE,
    TAKES_NO_VALUE,
    NOT_ONE_OF,
    NOT_A_DATE,
    OVER_AN_INPUT,
    NO_LINE,
    NO_LINES,
    LINE_REFUSED,
    DEMO_FOLDER,
    DEMO_NOT_COPIED,
    NO_TEXT_FILE,
    PACK_FOLDER,
    PACK_NOT_WRITTEN,
    TEXT_WITHOUT_WORDS,
    BUDGET_REFUSED,
    BUDGET_REFUSED_WHOLE,
    PACK_REFUSED,
    ROWS_SKIPPED,
    DISK_FULL,
    OUR_FAULT,
)
