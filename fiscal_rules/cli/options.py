"""Options: those that several commands take."""

from __future__ import annotations

from fiscal_rules.cli.page import Argument, Option, Takes
from fiscal_rules.cli.values import (
    read_count,
    read_date,
    read_decimals,
    read_number,
    read_one_of,
    read_path,
    read_share,
    read_span,
    read_step,
    read_unit,
    read_weights,
    read_whole,
    read_year,
)
from fiscal_rules.model.text import Text, same

_FILE = Text("文件", "FILE")

BUDGET = Argument(
    "budget",
    Text("预算", "BUDGET"),
    Text(
        "工作簿（.xlsx）、CSV 文件，或含 budget.csv 的文件夹；- 从标准输入读 CSV",
        "a workbook (.xlsx), a CSV file, or a folder that holds budget.csv; - reads CSV from\n"
        "standard input",
    ),
)
LINE = Argument(
    "line",
    Text("行编号", "LINE"),
    Text("要解释的行的编号", "the id of the line to explain"),
)
GAPS = Argument(
    "gaps",
    Text("缺口表", "GAPS"),
    Text(
        "各县缺口：CSV 或 .xlsx，列为区划、年度、收支缺口",
        "the gaps of counties: CSV or .xlsx, with unit, year and gap",
    ),
)
PACK = Argument(
    "pack",
    Text("规则包", "PACK"),
    Text(
        "文件夹，或随附规则包的编号；默认为随附的聊城规则包",
        "a folder, or the id of a shipped pack; else the Liaocheng pack",
    ),
    optional=True,
)
FOLDER = Argument(
    "folder",
    Text("文件夹", "DIR"),
    Text("示例放在哪里，默认 ./fiscal-rules-demo", "where to put it, else ./fiscal-rules-demo"),
    optional=True,
    read=read_path,
)
NEW_FOLDER = Argument(
    "folder",
    Text("文件夹", "FOLDER"),
    Text(
        "新规则包的文件夹，须是空的或尚不存在",
        "where the new pack goes: a new folder, or an empty one",
    ),
    read=read_path,
)
RULES = Option(
    "rules",
    ("--rules",),
    Text(
        "规则包的文件夹或编号；默认为随附的聊城规则包",
        "the pack's folder or id; else the Liaocheng pack",
    ),
    Text("规则包", "PACK"),
)
PARAMETERS = Option(
    "parameters",
    ("--parameters",),
    Text(
        "参数文件（YAML），可写多次；同等具体时以后写的为准",
        "a file of parameters (YAML), repeatable; of equals the last counts",
    ),
    _FILE,
    Takes.SEVERAL,
)
AS_OF = Option(
    "as_of",
    ("--as-of",),
    Text(
        "按当日已公布的规则和参数计算；默认为其中最新的公布日",
        "see only what was published by that day; else everything",
    ),
    Text("日期", "DATE"),
    read=read_date,
)
UNIT = Option(
    "unit",
    ("--unit",),
    Text(
        "预算表的金额单位：元、万元、亿元；默认看表头，否则为元",
        "the budget's unit of money; else what its header says, else yuan",
    ),
    same("yuan|wan|yi"),
    read=read_unit,
)
SKIP_REFUSED = Option(
    "skip_refused",
    ("--skip-refused",),
    Text(
        "先处理没有问题的行，被退回的行列出；默认只要有一行被退回就不出结果",
        "allocate the rows that can be read and list the others;\n"
        "else one refused row refuses the budget",
    ),
    takes=Takes.NONE,
)
OUTPUT = Option(
    "output",
    ("-o", "--output"),
    Text(
        "写出文件，格式看后缀 .xlsx .html .parquet .csv .json .md；可写多次",
        "write a file, by suffix: .xlsx .html .parquet .csv .json .md;\nrepeatable",
    ),
    _FILE,
    Takes.SEVERAL,
    read=read_path,
)
ANSWER_OUTPUT = Option(
    "output",
    ("-o", "--output"),
    Text(
        "写出文件，格式看后缀 .xlsx .html .json .csv .md；可写多次",
        "write a file, by suffix: .xlsx .html .json .csv .md; repeatable",
    ),
    _FILE,
    Takes.SEVERAL,
    read=read_path,
)
OLD = Option(
    "old",
    ("--old",),
    Text(
        "旧比例的参数文件，可写多次；基期年度须在其有效期内",
        "a file of parameters with the old shares, repeatable; they\nmust hold in the base year",
    ),
    _FILE,
    Takes.SEVERAL,
)
NEW = Option(
    "new",
    ("--new",),
    Text(
        "新比例的参数文件，可写多次；基期年度须在其有效期内",
        "a file of parameters with the new shares, repeatable; they\nmust hold in the base year",
    ),
    _FILE,
    Takes.SEVERAL,
)
NEXT = Option(
    "next_budget",
    ("--next",),
    Text(
        "以后一个年度的预算：另算剔除划转后的增长（可比口径）",
        "the budget of a later year: says how spending grew without\nthe transfer",
    ),
    Text("预算", "BUDGET"),
)
WEIGHTS = Option(
    "weights",
    ("--weights",),
    Text(
        "四个季度的比例，合计 100%；默认各四分之一",
        "the quarters' shares, 100% in all; else a quarter each",
    ),
    Text("比例,…", "SHARE,…"),
    read=read_weights,
)
YEAR = Option(
    "year",
    ("--year",),
    Text(
        "哪一年（划转为基期）；预算只有一个年度时可不写",
        "which year (of a transfer: its base); else the budget's only one",
    ),
    Text("年度", "YEAR"),
    read=read_year,
)
SCENARIOS = Argument(
    "scenarios",
    Text("情景…", "SCENARIO…"),
    Text(
        "情景文件（YAML）：依次改动参数、预算行、类别；可写多个",
        "files of scenarios (YAML): ordered changes of values, lines, classes",
    ),
    several=True,
)
SHAPLEY = Option(
    "shapley",
    ("--shapley",),
    Text("另算与次序无关的影响（Shapley 值）", "add what steps move whatever their order"),
    takes=Takes.NONE,
)
BY_LINE = Option(
    "by_line",
    ("--lines",),
    Text("另列每一行的增减和结果变化", "list every line that changes, with its result"),
    takes=Takes.NONE,
)
VARY = Option(
    "vary",
    ("--vary",),
    Text("变动哪个参数（编号）", "which parameter to vary (its id)"),
    Text("参数", "PARAMETER"),
)
FIRST = Option(
    "first",
    ("--from",),
    Text("范围的起点，默认 0", "where the range begins, else 0"),
    Text("数值", "VALUE"),
    read=read_number,
)
LAST = Option(
    "last",
    ("--to",),
    Text("范围的终点；比例默认 100%", "where the range ends; for a share else 100%"),
    Text("数值", "VALUE"),
    read=read_number,
)
STEP = Option(
    "step",
    ("--step",),
    Text(
        "步长；比例默认 0.01%，金额默认 0.01 元",
        "the step; else 0.01% for a share, 0.01 yuan",
    ),
    Text("数值", "VALUE"),
    read=read_step,
)
ACROSS = Option(
    "across",
    ("--across",),
    Text(
        "同时变动的另一个参数：参数=起点..终点/步长；给出两者的每一种组合",
        "another parameter to vary with it, as PARAMETER=FROM..TO/STEP:\nevery pair of values",
    ),
    Text("范围", "RANGE"),
    read=read_span,
)
RANGE = Option(
    "ranges",
    ("--range",),
    Text(
        "一个参数可能的范围：参数=低..高，可写多次；给出各级负担的范围",
        "between what a parameter may lie, as PARAMETER=LOW..HIGH,\n"
        "repeatable: says between what totals lie",
    ),
    Text("范围", "RANGE"),
    Takes.SEVERAL,
    read=read_span,
)
TARGET = Option(
    "target",
    ("--target",),
    Text(
        "目标：如 city<=300000000（元）、county@莘县<=base（现状）、\nworst<=0（没有区划负担加重）",
        "the target: city<=300000000 (yuan), county@莘县<=base (as now),\nworst<=0 (no unit bears more)",
    ),
    Text("目标", "TARGET"),
)
LAST_BUDGET = Option(
    "last_budget",
    ("--last",),
    Text(
        "上年的预算，作为比较的基础；不写时与现状比较",
        "last year's budget, to compare with, beside the base or for a\ntarget's base and worst",
    ),
    Text("预算", "BUDGET"),
)
LAST_YEAR = Argument(
    "last_budget",
    Text("上年预算", "LAST"),
    Text("上年的预算，形式同今年的", "last year's budget, in any of the forms of this year's"),
)
SCENARIO = Argument(
    "scenario",
    Text("情景", "SCENARIO"),
    Text(
        "情景文件（YAML）：说明今后各年怎样增长、参数怎样变动",
        "a scenario's file (YAML): how lines grow and values change",
    ),
)
YEARS = Option(
    "years",
    ("--years",),
    Text("推算几年，默认 3，最多 30", "how many years, else 3; at most 30"),
    same("1…30"),
    read=read_count,
)
ADVANCE = Option(
    "advance",
    ("--advance",),
    Text(
        "当年预拨的比例，其余下年结算；给出时另列当年支付",
        "the part of a year that is advanced, the rest being settled in\n"
        "the next: adds what is paid within each year",
    ),
    Text("比例", "SHARE"),
    read=read_share,
)
OLD_PACK = Argument(
    "old_pack",
    Text("原规则包", "OLD"),
    Text("原来的规则包：文件夹或编号", "the pack as it was: a folder, or the id of a shipped pack"),
)
NEW_PACK = Argument(
    "new_pack",
    Text("新规则包", "NEW"),
    Text("改动后的规则包：文件夹或编号", "the pack as it is changed: a folder, or an id"),
)
WITH_BUDGET = Option(
    "with_budget",
    ("--budget",),
    Text("一份预算：另算改动使哪些资金变动", "a budget: says which money the change moves"),
    Text("预算", "BUDGET"),
)
EXIT_CODE = Option(
    "exit_code",
    ("--exit-code",),
    Text("有差别时退出码为 1", "exit with 1 where anything differs"),
    takes=Takes.NONE,
)
AGAINST = Option(
    "against",
    ("--against",),
    Text(
        "原规则包：另看它的算例有哪些不再相符",
        "the version before: says which of its cases come out\notherwise",
    ),
    Text("规则包", "PACK"),
)
EXAMPLES = Option(
    "examples",
    ("--examples",),
    Text("每条定律试多少组，默认 100", "how many examples to try of each law, else 100"),
    Text("个数", "COUNT"),
    read=read_whole,
)
SEED = Option(
    "seed",
    ("--seed",),
    Text(
        "抽取的种子，默认 0；同一种子结果相同",
        "the seed of the draw, else 0; the same draws the same",
    ),
    Text("数", "NUMBER"),
    read=read_whole,
)
MUTANTS = Option(
    "mutants",
    ("--mutants",),
    Text(
        "另试规则和参数的每一处小改动，看算例和证明能否发现（变异得分）",
        "try every small mistake in rules and values too: would proofs\n"
        "and cases notice? (the mutation score)",
    ),
    takes=Takes.NONE,
)
KEEP = Option(
    "keep",
    ("--keep",),
    Text(
        "把找到的反例写入规则包的 counterexamples.yaml，以后每次先试这些",
        "write what breaks a law to the pack's counterexamples.yaml,\n"
        "which is tried first from then on",
    ),
    takes=Takes.NONE,
)
PAYER = Option(
    "payer",
    ("--payer",),
    Text(
        "只列这一级政府负担的金额；默认列全部金额",
        "only what this government pays; else all amounts",
    ),
    Text("政府", "PAYER"),
)
TO = Option(
    "to",
    ("--to",),
    Text(
        "列示的金额单位：fen、yuan、hundred-yuan、wan-yuan（默认，万元）",
        "the unit to show: fen, yuan, hundred-yuan, else wan-yuan\n(10,000 yuan)",
    ),
    Text("单位", "UNIT"),
    read=read_one_of("fen", "yuan", "hundred-yuan", "wan-yuan"),
)
DECIMALS = Option(
    "decimals",
    ("--decimals",),
    Text("小数位数，默认 2；不能小于一分", "decimals, else 2; not below a fen"),
    same("0…6"),
    read=read_decimals,
)
LANG = Option(
    "lang_said",
    ("--lang",),
    Text("语言；默认随终端，写出的文件默认中文", "the language; else the terminal's, in files zh"),
    same("zh|en"),
    read=read_one_of("zh", "en"),
)
QUIET = Option(
    "quiet",
    ("--quiet",),
    Text("不显示进度和提醒", "no progress, no notes"),
    takes=Takes.NONE,
)
DEBUG = Option(
    "debug",
    ("--debug",),
    Text("程序内部出错时显示详细过程", "show where, if something goes wrong inside the program"),
    takes=Takes.NONE,
)


def form(*names: str) -> Option:
    """Make the option that chooses the format of what is printed."""
    return Option(
        "format",
        ("--format",),
        Text("打印的格式，默认 table", "the format of what is printed, else table"),
        same("|".join(names)),
        read=read_one_of(*names),
    )


ANSWER_FORM = form("table", "json", "csv", "md")
GENERAL = (LANG, QUIET, DEBUG)
"""What every command takes."""
OF_A_RUN = (RULES, PARAMETERS, AS_OF, UNIT, SKIP_REFUSED)
"""What every command takes that allocates a budget."""
