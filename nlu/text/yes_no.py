"""The words of yes and no: one table for everybody who reads answers.

A room adds what only it hears; what people say to each other in general stands here.
"""

import re

NODS = "对 是 嗯 好"
"""A yes that may go on: 好的, 对对对, 是的不过."""
AGREED = "行 可以 没错 没问题 确认 就这样 发"
YESES = (
    f"{NODS} {AGREED} 是的 对的 恩 好的 没有错 正确 确定 同意 没有问题 就是这样 就是 对头"
    " 是这样 是这样的 不错 要得 中 成 ok okay yes 提交 帮我提交 报上去 交上去 提交吧 记下来"
    " 晓得 好嘞 妥"
)

UNTRUE = "不对 勿对 弗对"
SLIPPED = "说错 讲错"
"""She said it wrong herself."""
MISTAKEN = f"错了 {SLIPPED} 搞错 弄错 记错 听错"
NOES = (
    f"{UNTRUE} {MISTAKEN} 不是 不是的 不 错 不正确 不准确 说错了 讲错了 搞错了 弄错了 听错了 记错了"
    " 没有 否 不行 不可以 不好 不同意 有错 有问题 no 不是这样 不是这样的 不是这个"
)

REFUSED = "不要 不用 不需要 不说 不留 不方便 算了 匿名 没有"
"""To a question that need not be answered."""
DROPPED = "算了 取消 不要了 不用了"
"""To all that was begun."""

DENIED = re.compile(r"(?:不是|并非|不在|不属于|不归|，非)在?$")
"""Before a name: 不是三幢. What it names is not meant."""
