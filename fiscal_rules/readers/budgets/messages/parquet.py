"""What is said of Parquet files (FR417, FR453 to FR459)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NO_PARQUET = Message(
    "FR417",
    Text("这不是完好的 Parquet 文件：{reason}", "this is no sound Parquet file: {reason}"),
    Text(
        "重新导出该文件，或核对传输是否完整", "export it again, or check that it was copied whole"
    ),
)
NOT_EXACT = Message(
    "FR453",
    Text(
        "{column}列“{title}”的类型是 {type}，不能保证精确",
        'column {column}, "{title}", has type {type}, which is not exact enough',
    ),
    Text(
        "金额用 DECIMAL(18,2)、以元为单位的整数，或以分为单位、列名以 _fen 结尾的整数；"
        "其他数值用整数或至多四位小数的 DECIMAL；浮点数一律不收",
        "keep money as DECIMAL(18,2), as whole yuan, or as whole fen under a name that ends in "
        "_fen; other numbers as integers or DECIMAL with at most four decimals; never as floats",
    ),
)
NOT_TEXT = Message(
    "FR454",
    Text(
        "{column}列“{title}”的类型是 {type}，这里应是文本",
        'column {column}, "{title}", has type {type}; text is expected here',
    ),
    Text("导出时把该列转为文本", "turn it into text when exporting"),
)
UNIT_OF_PARQUET = Message(
    "FR455",
    Text(
        "Parquet 的金额列只能以元或分（_fen）为单位：“{title}”",
        'money in Parquet is in yuan or fen (_fen) only: "{title}"',
    ),
    Text("换算成元后再导出", "turn it into yuan before exporting"),
)
TOO_VARIED = Message(
    "FR456",
    Text(
        "{column}列有 {count} 个以上不同的、无法识别的值，例如“{value}”",
        "column {column} holds more than {count} different values that are not known, such as "
        "{value}",
    ),
    Text("检查该列的内容是否放错了列", "check whether the column holds what its name says"),
)

MESSAGES = (NO_PARQUET, NOT_EXACT, NOT_TEXT, UNIT_OF_PARQUET, TOO_VARIED)
