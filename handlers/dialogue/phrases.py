"""Turns of speech that mean one thing in a conversation, whatever they are about."""

import re

from nlu.context import Question
from nlu.text.pattern import any_of
from nlu.text.yes_no import NODS, REFUSED

_RESTART = re.compile(
    r"^(?:我们?|要|想|那就|还是|算了)*(?:重新开始|从头(?:再)?来|从头开始|重新来过?|重来)[吧了啊。！]*$"
)
# "我要反映一个问题" opens a story and tells nothing of it.
_POLITE = r"(?:你好|您好|小清|喂|哎|诶|那个|就是|嗯|呃|啊|同志|代表|师傅|请问|麻烦)"
_TELL = r"(?:反映|反应|投诉|说说?|讲讲?|提提?|报告?|反馈)"
_MATTER = r"(?:事情|事体|事儿?|问题|情况|意见|建议|困难|麻烦|难处)"
_OPENING = re.compile(
    rf"^(?=.{{3}})(?:{_POLITE}|我们?|这里|这边|想|要|来|有|跟|和|向|对|你们?|您|是|[，,。\s])*"
    rf"(?:{_TELL}|有)(?:一下|一点|点|几|一|两|个|件|桩|些|下|你们?|您|的)*{_MATTER}?(?:要|想)?{_TELL}?"
    rf"(?:一下)?[吧啊呀哦嘞了。！，,\s]*$"
)
_ABOUT = re.compile(
    rf"^(?:{_POLITE}|我们?|想|要|来|跟|和|向|你们?|您)*(?:反映|反应|投诉|说|讲|提)(?:一下|一个|一件|个|点)*"
    rf"(?:关于)?[^，。,\s]{{1,8}}的?{_MATTER}[吧啊呀了。！]*$"
)
_ASKS_BACK = re.compile(r"怎么样|怎样|进度|结果|办得|办好|查|哪里|哪儿|多少|吗|没有")
_ANOTHER = re.compile(
    rf"^(?:对了|哦|那|那么|我|[，,])*(?:还有|另外|再|又)+(?:要|想|{_TELL})*(?:一|两|个|件|桩|别的|其他|的)*{_MATTER}"
    r"[，,。：:\s]*"
)
_WHY = re.compile(r"为什么|为啥|干嘛|干吗|做啥|干什么用|有什么用|有啥用|问(?:这个|名字|电话|地方)")
_WHO_ARE_YOU = re.compile(
    r"^(?:请问)?(?:你|您|侬)(?:贵姓|(?:是|叫)(?:谁|啥人|什么人|哪个|什么名字|啥|什么|机器))"
)
_WAIT = re.compile(
    r"^(?:你|您|请|先|让我|我)*(?:等(?:一?下|一?会儿?|一?等)|稍等|慢点|慢一点|想一想|想想|不急)"
    r"(?:想一想|想想|再说|啊|哦|嘞|让|我|[。！，,\s])*$"
)
_NOT_KNOWN = re.compile(
    r"^(?:我|也|就|真的?)*(?:不知道|不晓得|弗晓得|说不清|讲不清|不清楚|不记得|记不得|说不上来|忘了|忘记了)"
    r"[^，。]{0,8}[。！]*$"
)
_NOT_KNOWN_LEAD = re.compile(
    r"^(?:我|也)*(?:不知道|不晓得|弗晓得|说不清|讲不清)[^，。]{0,8}[，。,\s]+(?=.)"
)
_AT = re.compile(r"^(?:就|是|就是)?在(?=.{2})")
_NOBODY = re.compile(any_of(REFUSED, "不讲 不想 不必 不告诉 不给 不填 跳过 保密 免了"))
_YES_BUT = re.compile(
    rf"^{any_of(NODS)}[的啊呀了]*[，,。\s]*(?:不过|但是?|只不过|可是)[，,\s]*(?=.)"
)
_HESITATION = re.compile(
    r"^(?:(?:那?我(?:来|想|要)?(?:说|讲|反映)(?:一下|个事情?|件事情?)[哦啊呀嘞]*(?=[，,])|[啊哎阿]呀|那个|这个|就是说?|呃+|嗯+|啊+|哦+|喂|哎|诶)[\s，,。.…、]*)+(?=.)"
)
_SUPPLEMENT = re.compile(
    r"^(?:我|要|想|还|再|那个|就)*补充(?:一|两|几|下|句|点|个|些|说明|的是)*[，,。：:\s]*"
)
_NAME = re.compile(
    r"^(?:我|阿拉|就|名字|免贵|叫|是|姓|称呼)*(?P<name>[^，,。\s你您吗呢什么谁啥]{1,6}?)(?:就行|就好|好了|吧)?$"
)
# Three words of another script and none of ours; a name or "ok" is not yet another language.
_FOREIGN = re.compile(r"^(?=(?:\W*\b[A-Za-z']+\b){3})[^\u4e00-\u9fff\d]+$")
_WRONG = re.compile(
    r"^[^，。]{0,4}(?:事情|内容|地方|地址|地点|位置|称呼|名字|姓名|姓|电话|号码|手机)[^，。]{0,6}"
    r"(?:不对|错了?|要改|改一?下)[了啊的。]*$"
)
_WRONG_PARTS = {
    Question.WHAT: re.compile(r"事情|内容"),
    Question.WHERE: re.compile(r"地方|地址|地点|位置"),
    Question.WHO: re.compile(r"称呼|名字|姓"),
    Question.PHONE: re.compile(r"电话|号码|手机"),
}
_KEEPS = re.compile(r"(?:不|别|勿|先不|不要|不用)(?:撤|取消)|接着办|继续办|还要办|还是办|再办")
_LIVES = re.compile(r"^(?:我|我们|家|住|就|是|在|的|，)+|[，,的\s]+$")


def restarts(text: str) -> bool:
    """ "从头来"."""
    return bool(_RESTART.match(text))


def opens(text: str) -> bool:
    """ "我要反映一个问题": a story is coming, and nothing of it is told."""
    return bool(_OPENING.match(text))


def names_a_subject(text: str) -> bool:
    """ "我想反映一下电梯的事情": what it is about, and not yet what is the matter."""
    return bool(_ABOUT.match(text)) and not _ASKS_BACK.search(text)


def another(text: str) -> str | None:
    """ "还有一件事，自来水发黄": what follows such a beginning, None without one."""
    begun = _ANOTHER.match(text)
    return text[begun.end() :] if begun else None


def asks_why(text: str) -> bool:
    """ "为什么要问电话"."""
    return bool(_WHY.search(text))


def asks_who_we_are(text: str) -> bool:
    """ "你是谁"."""
    return bool(_WHO_ARE_YOU.match(text))


def waits(text: str) -> bool:
    """ "等一下，我想想"."""
    return bool(_WAIT.match(text))


def does_not_know(text: str) -> bool:
    """ "说不清"."""
    return bool(_NOT_KNOWN.match(text))


def is_foreign(text: str) -> bool:
    """Whether this is a sentence in English or another language of its letters."""
    return _FOREIGN.match(text) is not None


def known_part(text: str) -> str:
    """ "不晓得叫啥街道，就在菜场旁边": the part that says where."""
    return _AT.sub("", _NOT_KNOWN_LEAD.sub("", text))


def declines(text: str) -> bool:
    """ "不想说", to a question that need not be answered."""
    return bool(_NOBODY.search(text))


def after_yes_but(text: str) -> str | None:
    """ "对，不过是五幢": what comes after the "but", None where there is none."""
    but = _YES_BUT.match(text)
    return text[but.end() :] if but else None


def without_hesitation(text: str) -> str:
    """The text without the "那个……呃" that it begins with."""
    return _HESITATION.sub("", text)


def supplement(text: str) -> str:
    """ "我补充一句，晚上更看不清": what is to be added, empty where nothing of it is said yet."""
    return _SUPPLEMENT.sub("", text).strip()


def keeps(text: str) -> bool:
    """ "不撤了": the matter is to go on."""
    return bool(_KEEPS.search(text))


def name(text: str) -> str | None:
    """ "姓陈，耳东陈": what she wants to be called, None where this is no name."""
    said = _NAME.match(re.split(r"[，,]", text.strip("。！， "))[0])
    return said["name"] if said else None


def beside(text: str, place: str) -> str | None:
    """ "紫阳街道金狮苑" beside 紫阳街道: what else she said of the place."""
    rest = _LIVES.sub("", known_part(text).replace(place, "", 1).strip("，。 的"))
    return rest if len(rest) > 1 else None


def wrong_parts(text: str) -> frozenset[Question]:
    """ "电话不对", and no more than that: which questions to ask again."""
    if not _WRONG.match(text):
        return frozenset()
    return frozenset(q for q, part in _WRONG_PARTS.items() if part.search(text))
