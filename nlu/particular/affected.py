"""How many people or households a matter troubles: 二十多户, 三五个人, 上百号居民."""

import re

from nlu.text.quantity import QUANTITY, quantity
from nlu.understanding import Affected, AffectedUnit

_FOLK = (
    "老年人 老人家 老人 老头 老太太 居民 业主 住户 村民 孩子 小孩 小朋友 学生 家长 邻居 租户 租客"
    " 商户 店家 员工 工人 职工 农民工 农民 乘客 病人 患者 残疾人 群众 市民 同学 师生 老百姓 人家"
)
_WHO = "|".join(_FOLK.split())
_NOT_FOLK = (
    "大代|民币|行横?道|行|工|形|次|均|造|家的|机|防|体|份|才|手|员|事|情|民路|民医|家说|生|命|和|字"
)
_HOUSEHOLDS = re.compile(
    rf"(?P<many>{QUANTITY})(?:(?:来|多)?(?:户|家(?=住户|业主|居民|人家|商户|店))"
    r"(?:人家|居民|业主|住户|村民|商户|人)?(?!外|型|口|籍|主|联|均|头|室)|[个家]?(?:商户|住户|店家))"
)
_PEOPLE = re.compile(
    rf"(?P<many>{QUANTITY})(?:"
    rf"(?:个|位|名)?(?:多)?(?:{_WHO})(?!楼|区|家|证|费|路|卡|机|亭|活动|中心|公寓|食堂|大学|院|代表)"
    rf"|(?:个|名|口)?(?:多)?人(?!{_NOT_FOLK})"
    rf"|(?:号|口)人(?!{_NOT_FOLK}))"
)
_FEWEST = 2
"""一个人 and 有户人家 tell who it is, not how many it troubles."""
_OR_MORE = re.compile("以上|往上|不止|都不止")
_ROOM = re.compile(r"[幢栋座元楼][0-9]{3,4}$")
_NOT_BEFORE = re.compile(r"(?:[0-9A-Za-z第]|[几每].?|[一二三四五六七八九十百][幢栋号]楼?)$")
_MOST = 9_999_999


def affected(text: str) -> tuple[Affected, ...]:
    """Everyone who was counted, in order; a count said again counts once."""
    found: dict[int, Affected] = {}
    kinds = ((_HOUSEHOLDS, AffectedUnit.HOUSEHOLD), (_PEOPLE, AffectedUnit.PERSON))
    taken: list[tuple[int, int]] = []
    for pattern, unit in kinds:
        for match in pattern.finditer(text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            many = quantity(match["many"])
            if many is None or many.low > _MOST or _NOT_BEFORE.search(text[: match.start()]):
                continue
            if (many.high or _FEWEST) < _FEWEST:
                continue
            if _ROOM.search(text[: match.end("many")]):
                continue
            taken.append(match.span())
            more = _OR_MORE.match(text, match.end())
            words = match[0] + (more[0] if more else "")
            found[match.start()] = Affected(words, many.low, None if more else many.high, unit)
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))
