"""Names that people give themselves: 我叫…, 我姓…, 免贵姓…, or the answer to who they are."""

import re

from nlu.context import Question
from nlu.span import Span

_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|皇甫|夏侯|司徒|东方|公孙|尉迟|令狐|慕容|端木"
    "|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    "向汤俞章施鲍倪应楼柴屠童裘祝华骆虞诸茅凌盛季傅卞齐康伍卜米贝明臧计成宣麻强管喻宗葛奚郁单杭洪包左吉钮])"
)
_TITLE = "(?:老师|师傅|阿姨|大妈|大爷|大伯|奶奶|爷爷|先生|女士|小姐)"
_STOP = "的了是住在说和我你他她啊呀呢吧哦电家，。！？、；：,.!?;: \\s"
_GIVEN = f"[^{_STOP}\\W\\d_]{{1,2}}"
_CALLED = re.compile(
    f"(?:我的?名字(?:叫|是)?|我叫(?:做)?|本人叫?|我是)({_SURNAME}{_GIVEN})(?={_TITLE}?(?:[{_STOP}]|$))"
)
_SURNAMED = re.compile(f"(?:我姓|免贵姓|敝姓|贵姓|本人姓)({_SURNAME})(?:{_TITLE})?")
_TITLED = re.compile(f"(?:叫我|我是|喊我)({_SURNAME}{_TITLE})")
_ANSWER = re.compile(f"(?:姓|叫|是)?({_SURNAME}(?:{_GIVEN}|{_TITLE}))(?:{_TITLE}|啊|呀|吧|哦)?")
_NO_NAME = re.compile("不|没|谢|算|匿|别|随|可以|无所谓|保密")


def names(text: str, question: Question = Question.NOTHING) -> list[Span]:
    """Names in the order they stand. A bare name counts only as the answer to who she is."""
    found = [
        Span(match.start(1), match.end(1), match[1])
        for pattern in (_CALLED, _SURNAMED, _TITLED)
        for match in pattern.finditer(text)
    ]
    if not found and question is Question.WHO:
        plain = text.strip(" ，。！,.!")
        match = _ANSWER.fullmatch(plain)
        if match and not _NO_NAME.search(plain):
            at = text.index(plain)
            found.append(Span(at + match.start(1), at + match.end(1), match[1]))
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not span.overlaps(kept):
            kept.append(span)
    return kept


def covered(name: str) -> str:
    """A name as others may see it: 王**."""
    return name[0] + "*" * max(1, len(name) - 1)
