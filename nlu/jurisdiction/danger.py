"""Dangers to life in what is said: now and here, not denied, feared, long past or in a figure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.reference import table
from data.reference.matter import urgent
from data.reference.matter.urgent import GAP, Danger
from nlu.text.pattern import any_of
from nlu.understanding import Urgent

_CLAUSE = "，。！？；,.!?;\n"
_SENTENCE = "。！？!?\n"
_GAP = rf"[^{_CLAUSE}]{{0,5}}?"


_NO = any_of("没 没有 不是 并非 并没 并没有 没发生 不存在 不曾 不算 又不")
_FILLING = any_of("什么 任何 再 发生 出现 出 闻到 闻见 看到 听到 真的 有 人")
_DENIED = re.compile(f"{_NO}{_FILLING}*$")
_FEARED = re.compile(
    any_of(
        "(?<!恐)怕(?!是) 担心 害怕 万一 如果 要是 假如 倘若 一旦 容易 可能 会(?!所|议) 以免 免得"
        " 防止 避免 预防 防范 引起 引发 造成 导致 带来 隐患 差点 差一点 险些 模拟 演习 宣传 培训"
        " 知识 讲座 听说 据说 新闻 电视 发生的"
    )
    + rf"[^{_CLAUSE}]{{0,8}}$"
)
_AFTERWARDS = re.compile(
    "过(?!来|去|道|程|后)|的?"
    + any_of("隐患 风险 可能 危险性 事故 案 电影 新闻 演习 演练 报警器 宣传")
)
_PAST = re.compile(
    any_of(
        "去年 前年 大前年 以前 从前 过去 上次 上回 曾经 曾 之前 早些年 早几年 前几年 前几天"
        " 前两天 前些天 前阵子 前段时间 昨天 昨晚 昨夜 昨儿 前天 大前天 上周 上个?月 上个?礼拜"
        " 上个?星期 那次 那年 那时 小时候 年轻时 年前 月前 天前 发生过 出过 有过 着过"
    )
)
_OFTEN = re.compile(
    any_of("经常 老是 老要 总是 时常 常常 动不动 三天两头 每次 每天 多次 好几次 几次 隔三差五")
)
_NOW = re.compile(any_of("现在 正在 这会儿? 此刻 眼下 刚刚 刚才 还在 仍然 快来 救命 赶快 马上来"))
_OVER = re.compile(
    "(?<![没未不])(?<!没有)"
    + any_of(
        "灭了 灭掉了 扑灭 熄灭 熄了 救出来 放出来 出来了 救上来 捞上来 修好了 修好的 抢修好"
        " 处理好 处理完 处理掉 解决了 没事了 没有了 没了 不漏了 不冒了 关掉了 关好了 换好了"
        " 接好了 清理了 清理掉 加固好 送医院 送到医院 送去医院 出院 找到了 找回来 抓走了 抓住了"
        " 被抓 过去了 停下来了 好了(?!多|几|久)"
    )
)
_AGAIN = re.compile("又|再次|还有|还是|还没|但是|可是")


@dataclass(frozen=True, slots=True)
class _Finder:
    danger: Danger
    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None


def urgent_matter(text: str) -> Urgent | None:
    """The gravest danger that a text tells of as being there now, or None."""
    for finder in _finders():
        for match in finder.phrases.finditer(text):
            if _is_now(text, match, finder):
                danger = finder.danger
                return Urgent(danger.kind, danger.numbers, danger.advice)
    return None


@table.once
def _finders() -> tuple[_Finder, ...]:
    return tuple(
        _Finder(
            danger, _pattern(danger.phrases), _pattern(danger.unless) if danger.unless else None
        )
        for danger in urgent.dangers()
    )


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    parts = (_GAP.join(map(re.escape, phrase.split(GAP))) for phrase in phrases)
    return re.compile("|".join(parts))


def _is_now(text: str, match: re.Match[str], finder: _Finder) -> bool:
    start, end = match.span()
    first = _begins(text, start, _CLAUSE)
    last = min((at for mark in _CLAUSE if (at := text.find(mark, end)) >= 0), default=len(text))
    if finder.unless and finder.unless.search(text, first, last):
        return False
    clause = text[first:start]
    if _DENIED.search(clause) or _FEARED.search(clause) or _AFTERWARDS.match(text, end):
        return False
    over = _OVER.search(text, end)
    if over and not _AGAIN.search(text, over.end()):
        return False
    if finder.danger.lasts or _NOW.search(text):
        return True
    sentence = text[_begins(text, start, _SENTENCE) : start]
    return not (_PAST.search(sentence) or _OFTEN.search(sentence))


def _begins(text: str, before: int, marks: str) -> int:
    """Where the clause or sentence that reaches to `before` begins."""
    return max(text.rfind(mark, 0, before) for mark in marks) + 1
