"""What is said of a budget's files (FR400 to FR419)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

MISSING = Message(
    "FR400",
    Text("找不到这个文件或文件夹", "there is no such file or folder"),
    Text("检查路径；含空格的路径要加引号", "check the path; quote a path that has spaces"),
)
UNREADABLE = Message(
    "FR401",
    Text("无法读取该文件：{reason}", "the file cannot be read: {reason}"),
    Text(
        "检查权限，以及文件是否被其他程序占用",
        "check the permissions, and whether another program holds the file",
    ),
)
NOT_A_FILE = Message(
    "FR402",
    Text("这里应是普通文件，实际不是", "a plain file is expected here, and this is none"),
    Text(
        "给出 CSV 或 .xlsx 文件；标准输入写作 -",
        "give a CSV or .xlsx file; write - for standard input",
    ),
)
SUFFIX = Message(
    "FR403",
    Text("不能读取后缀为“{suffix}”的文件", 'files with the suffix "{suffix}" are not read'),
    Text("另存为 .xlsx 或 .csv", "save it as .xlsx or .csv"),
)
OLD_WORKBOOK = Message(
    "FR404",
    Text("不能读取旧版工作簿（.xls）", "workbooks of the old kind (.xls) are not read"),
    Text("用 Excel 或 WPS 打开后另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx"),
)
NO_BUDGET = Message(
    "FR406",
    Text(
        "文件夹内没有 budget.csv，也没有 budget.parquet",
        "the folder holds neither budget.csv nor budget.parquet",
    ),
    Text(
        "放入 budget.csv，或直接指定预算文件",
        "put a budget.csv in it, or name the budget file itself",
    ),
)
TWO_BUDGETS = Message(
    "FR407",
    Text(
        "文件夹内同时有 budget.csv 和 budget.parquet",
        "the folder holds both budget.csv and budget.parquet",
    ),
    Text("只保留一个", "keep one of them"),
)
NOT_WHAT_IT_SAYS = Message(
    "FR408",
    Text(
        "文件名说是{expected}，内容却是{found}",
        "the name says {expected}, but the content is {found}",
    ),
    Text(
        "用原来的程序打开，另存为 .xlsx 或 .csv",
        "open it in the program that wrote it and save it as .xlsx or .csv",
    ),
)
EMPTY = Message(
    "FR409",
    Text("文件是空的", "the file is empty"),
    Text("检查导出是否完成", "check whether the export was finished"),
)
ENCODING = Message(
    "FR410",
    Text(
        "文件的编码既不是 UTF-8（或带标记的 UTF-16），也不是 GB18030",
        "the file is encoded neither in UTF-8 (nor in UTF-16 with its mark) nor in GB18030",
    ),
    Text(
        "在 Excel 中另存为“CSV UTF-8（逗号分隔）”；文件也可能已损坏",
        'save it as "CSV UTF-8" in Excel; the file may also be damaged',
    ),
)
NUL = Message(
    "FR411",
    Text("文件含有空字节（NUL），不是文本", "the file holds a NUL byte: it is not text"),
    Text("重新导出为 CSV", "export it as CSV again"),
)
OPEN_QUOTE = Message(
    "FR412",
    Text(
        "从这一行开始的引号没有结束：文件可能不完整",
        "a quotation mark opened in this row is never closed: the file may be cut off",
    ),
    Text(
        "重新导出；单元格里的引号要写两个",
        "export it again; a quotation mark within a cell is written twice",
    ),
)
NOT_CSV = Message(
    "FR413",
    Text("这一行的引号用法有误，无法分列", "the quotation marks of this row are wrong"),
    Text(
        "含逗号、引号或换行的单元格整个加引号，其中的引号写两个",
        "quote the whole of a cell that holds commas, quotes or line breaks; double the quotes in it",
    ),
)
TOO_LARGE = Message(
    "FR414",
    Text(
        "文件有 {size} 字节，上限为 {limit}", "the file has {size} bytes, at most {limit} are read"
    ),
    Text("把预算分成几个文件", "divide the budget among several files"),
)
DELIMITER = Message(
    "FR415",
    Text(
        "这个文件以{found}分列，应以{expected}分列",
        "its columns are separated by {found}, not by {expected}",
    ),
    Text(
        "CSV 用逗号分列；以制表符分列的文件后缀用 .tsv",
        "separate a .csv by commas; give a file separated by tabs the suffix .tsv",
    ),
)
NO_FINAL_NEWLINE = Message(
    "FR416",
    Text(
        "文件末尾没有换行：如果文件被截断，最后一行可能不完整",
        "the file does not end with a line break: had it been cut off, its last row would be incomplete",
    ),
    Text("核对最后一行", "look at the last row"),
    Severity.NOTE,
)

MESSAGES = (
    MISSING,
    UNREADABLE,
    NOT_A_FILE,
    SUFFIX,
    OLD_WORKBOOK,
    NO_BUDGET,
    TWO_BUDGETS,
    NOT_WHAT_IT_SAYS,
    EMPTY,
    ENCODING,
    NUL,
    OPEN_QUOTE,
    NOT_CSV,
    TOO_LARGE,
    DELIMITER,
    NO_FINAL_NEWLINE,
)
