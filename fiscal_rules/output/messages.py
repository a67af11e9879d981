"""What is said of files that cannot be written (FR640 to FR659)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NO_FOLDER = Message(
    "FR640",
    Text("文件夹 {folder} 不存在", "there is no folder {folder}"),
    Text("先建立该文件夹，或换一个位置", "make the folder first, or choose another place"),
)
NOT_A_FILE = Message(
    "FR641",
    Text(
        "{name} 已存在，但不是普通文件，不能覆盖", "{name} is there already and is no ordinary file"
    ),
    Text("换一个文件名", "choose another name"),
)
TWICE = Message(
    "FR642",
    Text("{name} 被指定了两次", "{name} is asked for twice"),
    Text("每个 -o 写不同的文件", "give each -o a file of its own"),
)
NOT_WRITTEN = Message(
    "FR643",
    Text("{name} 没有写成：{reason}", "{name} was not written: {reason}"),
    Text(
        "原有文件没有改动。检查磁盘空间和写入权限后重新运行",
        "no file was changed; check free space and permissions, then run again",
    ),
)
PARTLY_WRITTEN = Message(
    "FR644",
    Text(
        "{name} 没有写成：{reason}；此前已写好：{done}",
        "{name} was not written: {reason}; already written: {done}",
    ),
    Text(
        "已写好的文件是完整的。排除原因后重新运行",
        "what was written is whole; remove the cause and run again",
    ),
)
NO_FORMAT = Message(
    "FR645",
    Text(
        "不能写出 {suffix} 文件，可用的后缀是 {known}",
        "{suffix} files cannot be written; the suffixes are {known}",
    ),
    Text("换一个后缀，例如 lines.csv", "choose one of these, as in lines.csv"),
)
NO_PLOTLY = Message(
    "FR646",
    Text("没有安装 plotly，不能画图", "plotly is not installed, so figures cannot be drawn"),
    Text(
        "安装：pip install 'fiscal-rules[report]'；或换一种格式，例如 report.md",
        "install it: pip install 'fiscal-rules[report]'; or choose another form, as in report.md",
    ),
)

MESSAGES = (NO_FOLDER, NOT_A_FILE, TWICE, NOT_WRITTEN, PARTLY_WRITTEN, NO_FORMAT, NO_PLOTLY)
