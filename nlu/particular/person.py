"""Names that people give themselves: 我叫…, 我姓…, 免贵姓…, or the answer to who they are."""

import re
from collections.abc import Sequence

from nlu.context import Question
from nlu.text.span import Span, disjoint

_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|皇甫|夏侯|司徒|东方|公孙|尉迟|令狐|慕容|端木"
    "|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    "向汤俞章施鲍倪应楼柴屠童裘祝华骆虞诸茅凌盛季傅卞齐康伍卜米贝明臧计成宣麻强管喻宗葛奚郁单杭洪包左吉钮"
    "甘岳翁申舒詹游温裴阮尚项佘岑苗聂关焦柳靳瞿甄樊霍蒙娄闵耿阎牛鲁尤褚仇卓寿竺戚滕冷冉邬励忻解支蒲匡隋桑"
    "占巫晏宁阙幸刁庞宫封敖鞠狄储桂辛练古蓝兰钭饶阳曲池佟安常乔赖文])"
)
_TITLE = "(?:老师|师傅|阿姨|大妈|大爷|大伯|奶奶|爷爷|先生|女士|小姐)"
_STOP = "的了是住在说和我你他她啊呀呢吧哦电家今这那想要来手打反身，。！？、；：,.!?;: \\s0-9"
_GIVEN = f"[^{_STOP}\\W\\d_]{{1,2}}"
_PAUSE = "(?:[，,、 ]|呃|嗯|那个){0,3}"
_CLEAR = (
    f"(?!{_SURNAME}{_TITLE}){_SURNAME}[一-鿿]{{1,2}}(?<![了的吧啊呀])"
    "(?=[，。！？、；：,.!?;:\\s]|$)"
)
"""Up to a mark or the end it is a name, whatever its characters."""
_CALLED = re.compile(
    f"(?:我的?(?:名字|姓名)(?:叫|是)?|姓名(?:叫|是|[:：])?|我(?:就)?叫(?:做)?|本人叫?){_PAUSE}"
    f"({_CLEAR}|(?!{_SURNAME}师傅){_SURNAME}{_GIVEN}(?={_TITLE}?(?:[{_STOP}]|$)|{_SURNAME}))"
)
_AND_CALLED = re.compile(f"(?:^|[，,。、 ])(?:名字|全名|大名)?叫做?({_CLEAR})")
_BEING = re.compile(
    f"我是(?:这里的?)?(?:业主|居民|住户|村民|租客|户主|老人)?({_SURNAME}{_GIVEN})(?={_TITLE}?(?:[{_STOP}]|$))"
)
_NO_BEING = re.compile(
    ".*[人县区市镇乡村]$|高[中龄]|成年|明[白天年]|单[亲身]|方[便才]|任何|计划|关[于心]|向|应|陈述|曾经|安全|常[住年来]|文[化明]|温[暖度水]|左右|万[一分]"
    "|马上|强[烈制行]|成[为天]|和|包[括工]|米|车主|管|石|时|金|白[天领]|华侨|温州|温岭|江[苏西]|杭州|余杭"
)
_SURNAMED = re.compile(f"(?:我姓|免贵姓|敝姓|贵姓|本人姓)({_SURNAME})(?:{_TITLE})?")
_SPELT = re.compile(
    f"(?:我姓|免贵姓|敝姓|本人姓)({_SURNAME})[，,、 ]?"
    f"(?:单?名|名字|大名)(?:一个|叫|是|为|单)*({_GIVEN})"
)
_TITLED = re.compile(
    f"(?:叫我|我是|喊我)((?:{_SURNAME}{_TITLE})|[小老阿]{_SURNAME}(?![人家师年板区]))"
)
_ANSWER = re.compile(
    f"(?:姓|叫|是|就?叫我)?({_SURNAME}(?:{_TITLE}|{_GIVEN}))(?:{_TITLE}|啊|呀|吧|哦)?"
    "(?=[\\s，。,.、！!；;]|[0-9]|$)"
)
_SURNAME_ALONE = re.compile(f"(?:免贵)?姓({_SURNAME})(?:的|{_TITLE})?(?=[\\s，。,.、！!；;]|$)")
_NO_NAME = re.compile("不|没|谢|算|匿|别|随|可以|无所谓|保密")
_FAMILY = (
    "老公|老婆|爱人|丈夫|妻子|爸爸?|妈妈?|父亲|母亲|儿子|女儿|奶奶|爷爷|外公|外婆|婆婆|公公|孙子|孙女"
    "|哥哥?|弟弟?|姐姐?|妹妹?|邻居|房东|户主|联系人|业主|老人|经办人|当事人|主任"
)
_OTHERS = re.compile(
    f"(?:(?:{_FAMILY})(?:的?名字)?(?:名?叫做?|姓名|[:：])|联系人|经办人|当事人)({_SURNAME}{_GIVEN})(?={_TITLE}?(?:[{_STOP}]|$))"
)
_UNSURE = re.compile(f"(?:我(?:名字)?叫(?:做)?|本人叫)({_SURNAME}{_GIVEN})(?![次人过])")
"""A name whose end nobody can tell: no name to call her by, but one to cover."""
_MAIL = re.compile(r"([\w.+-]{2,64})(?=@[\w-]{1,64}\.\w)", re.ASCII)
_ACCOUNT = re.compile(
    r"(?:微信号?|QQ号?|扣扣|账号)[是为:： ]{0,2}([A-Za-z0-9_\-]{5,})", re.IGNORECASE
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?([A-Z0-9]{5,6})(?![A-Z0-9])"
)


def names(
    text: str,
    question: Question = Question.NOTHING,
    places: Sequence[tuple[int, int]] = (),
) -> list[Span]:
    """Names in the order they stand. A bare name counts only as the answer to who she is.

    `places` are the spans of official names: 我是余杭的 tells none of hers.
    """
    found = [
        Span(match.start(1), match.end(1), match[1])
        for pattern in (_CALLED, _AND_CALLED, _SURNAMED, _TITLED)
        for match in pattern.finditer(text)
        if not _NO_BEING.match(match[1])
    ]
    found += [
        Span(match.start(1), match.end(1), match[1])
        for match in _BEING.finditer(text)
        if not _NO_BEING.match(match[1])
        and text[match.end() : match.end() + 1] != "的"
        and not Span(match.start(1), match.end(1), "").overlaps(Span(a, b, "") for a, b in places)
    ]
    if not found and question is Question.WHO:
        at = len(text) - len(text.lstrip(" ，。！,.!嗯呃"))
        match = _ANSWER.match(text, at) or _SURNAME_ALONE.match(text, at)
        if match and not _NO_NAME.search(match[0]) and not _NO_BEING.match(match[1]):
            found.append(Span(match.start(1), match.end(1), match[1]))
    return disjoint(sorted(found, key=lambda span: (span.start, -span.end)))


def others(text: str) -> list[Span]:
    """What else tells who somebody is and is covered: relatives' names, names whose end is
    unclear, the given name after 我姓王，名…, mail and chat accounts, number plates."""
    found = [
        Span(match.start(1), match.end(1), match[1])
        for pattern in (_OTHERS, _UNSURE)
        for match in pattern.finditer(text)
    ]
    found += [
        Span(match.start(match.re.groups), match.end(match.re.groups), "*")
        for pattern in (_SPELT, _MAIL, _ACCOUNT, _PLATE)
        for match in pattern.finditer(text)
    ]
    return found


def again(text: str, spans: Sequence[Span]) -> list[Span]:
    """The same full names wherever else they stand; a surname alone may be any word."""
    return [
        Span(match.start(), match.end(), name)
        for name in dict.fromkeys(span.value for span in spans)
        if len(name) > 1
        for match in re.finditer(re.escape(name), text)
    ]


def covered(name: str) -> str:
    """A name as others may see it: 王**. Of a surname alone nothing stays, or nothing would be
    covered: 我姓*."""
    return name[0] + "*" * (len(name) - 1) if len(name) > 1 else "*"
