"""What the pytest plug-in says (FR790 to FR799)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NO_PACK_NAMED = Message(
    "FR790",
    Text("没有写明测试用哪个规则包", "no pack is named that fixtures could give"),
    Text(
        "在 pytest 的配置中写 fiscal_rules_pack = rules/…，或加 --fiscal-rules-pack",
        "write fiscal_rules_pack = rules/… in the configuration of pytest, or use "
        "--fiscal-rules-pack",
    ),
)
NO_HYPOTHESIS = Message(
    "FR791",
    Text(
        "没有安装 hypothesis，不能搜索反例",
        "hypothesis is not installed, so laws cannot be searched",
    ),
    Text(
        "安装：pip install 'fiscal-rules[verify]'", "install it: pip install 'fiscal-rules[verify]'"
    ),
)

MESSAGES = (NO_PACK_NAMED, NO_HYPOTHESIS)
