"""Every command. One is added here, with a module in ``cli.commands`` that does the work.

What a command needs is imported when it runs: ``--help`` must not wait for it.
"""

from __future__ import annotations

from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.options import (
    ACROSS,
    ADVANCE,
    AGAINST,
    ANSWER_FORM,
    ANSWER_OUTPUT,
    AS_OF,
    BUDGET,
    BY_LINE,
    DECIMALS,
    EXAMPLES,
    EXIT_CODE,
    FIRST,
    FOLDER,
    GAPS,
    GENERAL,
    KEEP,
    LAST,
    LAST_BUDGET,
    LAST_YEAR,
    LINE,
    MUTANTS,
    NEW,
    NEW_FOLDER,
    NEW_PACK,
    NEXT,
    OF_A_RUN,
    OLD,
    OLD_PACK,
    OUTPUT,
    PACK,
    PARAMETERS,
    PAYER,
    RANGE,
    SCENARIO,
    SCENARIOS,
    SEED,
    SHAPLEY,
    SKIP_REFUSED,
    STEP,
    TARGET,
    TO,
    UNIT,
    VARY,
    WEIGHTS,
    WITH_BUDGET,
    YEAR,
    YEARS,
    form,
)
from fiscal_rules.cli.page import Option, Page
from fiscal_rules.model.text import Text, same


def _allocate(asked: Asked) -> int:
    from fiscal_rules.cli.commands.allocate import allocate  # noqa: PLC0415 (only when it runs)

    return allocate(asked)


def _explain(asked: Asked) -> int:
    from fiscal_rules.cli.commands.explain import explain  # noqa: PLC0415 (only when it runs)

    return explain(asked)


def _check(asked: Asked) -> int:
    from fiscal_rules.cli.commands.check import check  # noqa: PLC0415 (only when it runs)

    return check(asked)


def _test(asked: Asked) -> int:
    from fiscal_rules.cli.commands.test import test  # noqa: PLC0415 (only when it runs)

    return test(asked)


def _base_transfer(asked: Asked) -> int:
    from fiscal_rules.cli.commands.base_transfer import of_shares  # noqa: PLC0415 (when it runs)

    return of_shares(asked)


def _gap(asked: Asked) -> int:
    from fiscal_rules.cli.commands.gap import gap  # noqa: PLC0415 (only when it runs)

    return gap(asked)


def _quarters(asked: Asked) -> int:
    from fiscal_rules.cli.commands.quarters import by_quarters  # noqa: PLC0415 (when it runs)

    return by_quarters(asked)


def _compare(asked: Asked) -> int:
    from fiscal_rules.cli.commands.compare import compare  # noqa: PLC0415 (only when it runs)

    return compare(asked)


def _sweep(asked: Asked) -> int:
    from fiscal_rules.cli.commands.varying import sweep  # noqa: PLC0415 (only when it runs)

    return sweep(asked)


def _solve(asked: Asked) -> int:
    from fiscal_rules.cli.commands.varying import solving  # noqa: PLC0415 (only when it runs)

    return solving(asked)


def _sensitivity(asked: Asked) -> int:
    from fiscal_rules.cli.commands.sensitivity import sensitivity  # noqa: PLC0415 (when it runs)

    return sensitivity(asked)


def _year_on_year(asked: Asked) -> int:
    from fiscal_rules.cli.commands.year_on_year import year_on_year  # noqa: PLC0415 (when it runs)

    return year_on_year(asked)


def _project(asked: Asked) -> int:
    from fiscal_rules.cli.commands.project import project  # noqa: PLC0415 (only when it runs)

    return project(asked)


def _diff(asked: Asked) -> int:
    from fiscal_rules.cli.commands.diff import diff  # noqa: PLC0415 (only when it runs)

    return diff(asked)


def _verify(asked: Asked) -> int:
    from fiscal_rules.cli.commands.verify import verify  # noqa: PLC0415 (only when it runs)

    return verify(asked)


def _table(asked: Asked) -> int:
    from fiscal_rules.cli.commands.table import table  # noqa: PLC0415 (only when it runs)

    return table(asked)


def _new(asked: Asked) -> int:
    from fiscal_rules.cli.commands.new import new  # noqa: PLC0415 (only when it runs)

    return new(asked)


def _demo(asked: Asked) -> int:
    from fiscal_rules.cli.commands.demo import demo  # noqa: PLC0415 (only when it runs)

    return demo(asked)


_TEXT = Option(
    "text",
    ("--text",),
    Text(
        "文件全文（文本文件）：逐条核对引文和摘要",
        "the document's text: find every quote in it, compare every digest",
    ),
    Text("文件", "FILE"),
)

_OF_TEXT = Option(
    "text",
    ("--text",),
    Text("公文全文（文本文件）：逐段生成条款", "a document's text: make its clauses from it"),
    Text("文件", "FILE"),
)

ALLOCATE = Page(
    "allocate",
    Text("划分预算：每一行由谁负担、各付多少", "who pays what of every line of a budget"),
    Text(
        "按规则包逐行划分财政事权和支出责任，金额精确到分；文件没有规定的，列为待定，\n"
        "不作猜测。打印报告，并写出 -o 指定的文件。",
        "Says of every line whose authority it is and who pays how much, to the fen. What the\n"
        "rules leave open stays open: nothing is guessed. Prints the report and writes the files\n"
        "that -o asks for.",
    ),
    (BUDGET,),
    (*OF_A_RUN, ANSWER_FORM, OUTPUT, *GENERAL),
    (
        "fiscal-rules allocate budget.xlsx --parameters shares.yaml",
        "fiscal-rules allocate budget.xlsx --parameters shares.yaml -o lines.csv -o report.md",
    ),
    _allocate,
)
EXPLAIN = Page(
    "explain",
    Text("解释一行：规则、原文、算式", "why a line came out so: rules, quotes, arithmetic"),
    Text(
        "说明一行为什么是这个结果：适用哪些规则和条款、用了哪些数值、每一步怎么算，\n"
        "以及最接近而不适用的规则差在哪里。",
        "Says why a line came out so: the rules and clauses, the values used, every step of the\n"
        "arithmetic, and what the nearest other rules would have asked.",
    ),
    (BUDGET, LINE),
    (*OF_A_RUN, form("table", "json"), *GENERAL),
    ("fiscal-rules explain budget.xlsx 105 --parameters shares.yaml",),
    _explain,
)
CHECK = Page(
    "check",
    Text("检查规则包", "check a rule pack"),
    Text(
        "检查规则包的结构、引文，以及有无规则缺漏、冲突或永远不适用；列出不可计算的条款\n及原因。",
        "Checks a pack's structure and citations, and looks for gaps, conflicts and dead rules;\n"
        "names the clauses that cannot be computed, with reasons.",
    ),
    (PACK,),
    (_TEXT, form("table", "json"), *GENERAL),
    ("fiscal-rules check", "fiscal-rules check my-pack --text document.txt"),
    _check,
)
TEST = Page(
    "test",
    Text("验算规则包的算例", "run a pack's worked cases"),
    Text(
        "运行规则包中手工算出结果的算例，逐项比较。",
        "Runs the cases whose results were worked out by hand, and compares.",
    ),
    (PACK,),
    (form("table", "json"), *GENERAL),
    ("fiscal-rules test",),
    _test,
)
BASE_TRANSFER = Page(
    "base-transfer",
    Text("比例调整：支出基数怎样划转", "when shares change: what bases move between treasuries"),
    Text(
        "用旧比例和新比例各划分一次基期预算：负担增加的财政得到基数，负担减少的交出基数，\n"
        "各级财力与调整前一样，合计为 0。待定的行不作猜测，另行列出。给出 --next 时，\n"
        "另算以后年度剔除划转后的增长（可比口径）。",
        "Allocates the budget of a base year by the old shares and by the new. Who comes to bear\n"
        "more receives the difference, who bears less gives it: each stays as it was, and all adds\n"
        "up to 0. Open lines are listed, not guessed. With --next it says how spending grew on a\n"
        "comparable basis, the transfer taken out.",
    ),
    (BUDGET,),
    (OLD, NEW, YEAR, NEXT, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    (
        "fiscal-rules base-transfer budget.xlsx --old old.yaml --new new.yaml --year 2020",
        "fiscal-rules base-transfer 2020.xlsx --old old.yaml --new new.yaml --next 2021.xlsx",
    ),
    _base_transfer,
)
GAP = Page(
    "gap",
    Text("收支缺口：哪些可发行债券", "which part of a county's gap bonds may meet"),
    Text(
        "把各县的收支缺口分为：可发行地方政府债券的部分（县自己负担的、规划内机构的资本性\n"
        "支出），其余部分，以及尚不能定的部分。三项之和等于缺口，各注明条款；其余由谁出、\n"
        "出多少，文件没有写，不作推算。",
        "Splits the gaps of counties into what local government bonds may meet (the county's own\n"
        "part of capital spending on institutions in the plan), the rest, and what is not known.\n"
        "The parts add up to the gap, each with its clause. Who pays how much of the rest the text\n"
        "does not say, and nothing is worked out.",
    ),
    (BUDGET, GAPS),
    (*OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules gap budget.xlsx gaps.csv --parameters shares.yaml",),
    _gap,
)
QUARTERS = Page(
    "quarters",
    Text("按季分解：横竖都加得平", "a year divided over quarters that add up both ways"),
    Text(
        "把一年中各区划、各负担方的金额按季度分解到分：各季之和等于全年，每季之内区划之和等于\n"
        "负担方之和，各数与精确值相差不到一分。",
        "Divides what each unit's lines cost each payer in a year over the quarters, to the fen:\n"
        "quarters add up to the year, units and payers to one another within each quarter, and\n"
        "figures are within a fen of their exact shares.",
    ),
    (BUDGET,),
    (WEIGHTS, YEAR, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules quarters budget.xlsx --parameters shares.yaml --weights 30%,30%,20%,20%",),
    _quarters,
)
COMPARE = Page(
    "compare",
    Text(
        "情景比较：改动之后谁多出、谁少出",
        "scenarios: who pays more or less when something changes",
    ),
    Text(
        "把预算的现状与一个或多个情景并列：各级、各区划、各事项增减多少，各行结果有何变化；每个\n"
        "情景的每一步各影响多少，合计到分。情景不改动原来的文件。",
        "Puts scenarios beside a budget as it is: what changes for each government, unit and item,\n"
        "and for the lines' results; and what each step of a scenario moves, adding up to the fen.\n"
        "A scenario changes none of the files it is laid over.",
    ),
    (BUDGET, SCENARIOS),
    (SHAPLEY, BY_LINE, LAST_BUDGET, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules compare budget.xlsx half.yaml --parameters shares.yaml",),
    _compare,
)
SWEEP = Page(
    "sweep",
    Text(
        "一个参数逐值变动：各级负担随之多少", "one parameter over a range: who pays at each value"
    ),
    Text(
        "让一个参数在一段范围内逐步取值，列出每个值下各级的负担；情形只判定一次。",
        "Takes one parameter through a range, step by step, and says what each government pays at\n"
        "every value. Situations are decided once.",
    ),
    (BUDGET,),
    (
        *(VARY, FIRST, LAST, STEP, ACROSS, *OF_A_RUN),
        *(ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ),
    ("fiscal-rules sweep b.csv --vary basic-public-health.city-share --from 30% --to 50%",),
    _sweep,
)
YEAR_ON_YEAR = Page(
    "year-on-year",
    Text("比上年增减从何而来", "where the change from last year comes from"),
    Text(
        "把今年比上年的增减分为：预算行、参数、规定、舍入；给出新旧比例时另列划转的基数。各部分\n"
        "合计到分，按级次、按区划列出。",
        "Takes the change from last year's budget to this year's apart: lines, values, law, rounding,\n"
        "and with old and new shares the base transfers. Parts add up to the fen, by payer and by\n"
        "unit.",
    ),
    (LAST_YEAR, BUDGET),
    (OLD, NEW, YEAR, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules year-on-year 2020.xlsx 2021.xlsx --parameters shares.yaml",),
    _year_on_year,
)
PROJECT = Page(
    "project",
    Text("推算今后几年", "the years that follow"),
    Text(
        "按情景把预算推算到今后几年：人数、金额逐年增长，标准逐年提高（index），比例和规则按各年的\n"
        "取；另列划转基数（--old、--new）和当年支付（--advance）。",
        "Carries a budget into the years that follow, as a scenario says: heads and amounts that\n"
        "grow, standards that go up (index), shares and rules of each year; with base transfers\n"
        "(--old, --new) and what is paid within each year (--advance), if asked.",
    ),
    (BUDGET, SCENARIO),
    (YEARS, ADVANCE, OLD, NEW, YEAR, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules project budget.xlsx growth.yaml --years 3 --parameters shares.yaml",),
    _project,
)
SENSITIVITY = Page(
    "sensitivity",
    Text("哪个假定最要紧，范围多大", "which assumption matters most, and how much"),
    Text(
        "逐个说明假定的参数变动一点（比例 1 个百分点、标准 1 元）时各级负担增减多少：是未舍入\n"
        "模型的精确导数。给出参数的可能范围时，另算各级、各区划负担的范围。",
        "Says for every assumed parameter what payers pay more or less as it moves a little: the\n"
        "exact slope of the unrounded model. Given ranges of parameters, says between what the\n"
        "totals of payers and units lie.",
    ),
    (BUDGET,),
    (RANGE, *OF_A_RUN, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules sensitivity budget.xlsx --parameters shares.yaml",),
    _sensitivity,
)
SOLVE = Page(
    "solve",
    Text("求参数：取何值才达到目标", "the value of a parameter that meets a target"),
    Text(
        "求一个参数取何值时达到目标：市级负担不超过某数、某区划不超过某数，或没有区划负担加重\n"
        "超过某数。给出满足的最后一个值、不满足的第一个值，和两者的合计；没有则如实说明。",
        "Finds the value of a parameter at which a target is met: what a government pays is at most\n"
        "an amount, or that of one unit, or no unit bears more than before by so much. Gives the\n"
        "last value that meets it, the first that does not, and both totals; or says that there is\n"
        "none.",
    ),
    (BUDGET,),
    (
        *(VARY, TARGET, LAST_BUDGET, FIRST, LAST, STEP, *OF_A_RUN),
        *(ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ),
    ("fiscal-rules solve b.csv --vary basic-public-health.city-share --target 'city<=3000'",),
    _solve,
)
TABLE = Page(
    "table",
    Text(
        "县区×事项表：以万元列示，横竖都加得平",
        "units by items in 10,000 yuan, adding up both ways",
    ),
    Text(
        "把一年的金额按区划和事项列成表，以万元（或元、百元）列示：各数之和等于各合计，\n"
        "每个数和每个合计与精确值相差不到最末一位的一个单位（受控舍入）。",
        "Lists what the lines of a year come to by unit and item, in 10,000 yuan or another unit.\n"
        "Figures add up to every total, and each figure and total is within one of its last digit\n"
        "of the exact value (controlled rounding).",
    ),
    (BUDGET,),
    (
        PAYER,
        TO,
        DECIMALS,
        YEAR,
        *OF_A_RUN,
        ANSWER_FORM,
        ANSWER_OUTPUT,
        *GENERAL,
    ),
    ("fiscal-rules table budget.xlsx --parameters shares.yaml --payer city --year 2020",),
    _table,
)
DEMO = Page(
    "demo",
    Text("复制示例并运行", "copy the example and run it"),
    Text(
        "把聊城 2020 年示例（数字多为虚构）复制到一个文件夹，并划分其中的预算。\n"
        "您改过的文件不会被覆盖。",
        "Copies the Liaocheng example of 2020 (most figures are invented) to a folder and\n"
        "allocates its budget. Files that you changed are left as they are.",
    ),
    (FOLDER,),
    GENERAL,
    ("fiscal-rules demo",),
    _demo,
)

NEW_PAGE = Page(
    "new",
    Text("新建规则包", "begin a rule pack"),
    Text(
        "新建一个规则包。不给原文时，是一个能运行的小样例（文件和数字都是虚构的），注释说明\n"
        "每一部分；给出 --text 时，从公文全文逐段生成条款表和句段摘要，规则留待编写。",
        "Begins a pack: a small one that works, its comments saying what each part is for (its\n"
        "document and figures are invented); or, with --text, the clauses of a document, one for\n"
        "every paragraph with its digests, and the rules to be written.",
    ),
    (NEW_FOLDER,),
    (_OF_TEXT, *GENERAL),
    ("fiscal-rules new my-pack", "fiscal-rules new my-pack --text document.txt"),
    _new,
)

DIFF = Page(
    "diff",
    Text("规则改动了什么", "what a change of rules changes"),
    Text(
        "比较规则包的两个版本：哪些情形判定不同、涉及哪些条款、哪些参数改动、有无新的缺口或冲突；给出\n"
        "能看出差别的最小的一行预算；有预算时另列资金从谁变到谁。只改排版或次序，没有差别。",
        "Compares two versions of a pack: which situations are decided otherwise, which clauses are\n"
        "touched, which values change, what gaps or conflicts are new; gives the smallest line of a\n"
        "budget that shows it, and with a budget says which money moves from whom to whom. Layout\n"
        "and order make no difference.",
    ),
    (OLD_PACK, NEW_PACK),
    (
        *(WITH_BUDGET, EXIT_CODE, PARAMETERS, AS_OF, UNIT, SKIP_REFUSED),
        *(ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ),
    ("fiscal-rules diff approved/ draft/ --budget budget.xlsx -o impact.md",),
    _diff,
)

VERIFY = Page(
    "verify",
    Text("定律是否成立：搜索反例", "whether the laws hold: searches for what breaks them"),
    Text(
        "用抽取的预算和参数逐条检验各规则包都应成立的定律（钱不多不少、与次序无关、按比例等），以及规则包\n"
        "自己声明的定律（laws.yaml）；找到的反例缩到最小，写成预算行。另跑算例和判定表的证明。",
        "Tries the laws that every pack must obey (money is conserved, order does not matter, parts\n"
        "scale, …) and those that the pack declares (laws.yaml) on drawn budgets and parameters; what\n"
        "breaks one is made as small as can be and written as lines. Cases and proofs are run too.",
    ),
    (PACK,),
    (AGAINST, EXAMPLES, SEED, MUTANTS, KEEP, ANSWER_FORM, ANSWER_OUTPUT, *GENERAL),
    ("fiscal-rules verify", "fiscal-rules verify draft/ --against approved/"),
    _verify,
)

PAGES = (
    DEMO,
    ALLOCATE,
    EXPLAIN,
    COMPARE,
    SWEEP,
    SOLVE,
    SENSITIVITY,
    YEAR_ON_YEAR,
    PROJECT,
    BASE_TRANSFER,
    GAP,
    QUARTERS,
    TABLE,
    CHECK,
    TEST,
    DIFF,
    VERIFY,
    NEW_PAGE,
)
"""Every command, in the order in which a newcomer needs them."""

PROGRAM_SAYS = Text(
    "把卫生支出的财政事权和支出责任划分文件变成可执行的规则：每一笔预算由谁负担、各付多少，\n"
    "精确到分，注明条款；文件没有规定的，列为待定。先试：fiscal-rules demo",
    "Official plans for health spending as executable rules: who must pay for what, exact to the\n"
    "fen, with the clause; and what the plan leaves open is said. Begin with: fiscal-rules demo",
)
VERSION = Option("version", ("--version",), Text("显示版本", "show the version"), same(""))
HELP = Option("help", ("-h", "--help"), Text("显示说明", "show this help"), same(""))
EXITS = tuple(
    (str(code.value), meaning)
    for code, meaning in (
        (Exit.DONE, Text("完成，不论各行状态如何", "done, whatever the lines came to")),
        (
            Exit.FAILED,
            Text(
                "检查出错误、算例不符，或跳过了被退回的行",
                "a check found an error, a case failed, or refused rows were skipped",
            ),
        ),
        (Exit.USAGE, Text("命令写法有误", "the command line is wrong")),
        (Exit.BUDGET_REFUSED, Text("预算被退回", "the budget was refused")),
        (Exit.PACK_REFUSED, Text("规则包或参数文件被退回", "a pack or parameter file was refused")),
        (Exit.OUR_FAULT, Text("程序内部出错", "something went wrong inside the program")),
    )
)
