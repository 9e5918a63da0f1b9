"""What a chat says beyond the dialogue: commands of residents, and the deputies' side."""

from handlers.message.action_text import NAMES
from handlers.message.language import SIMPLIFIED, TRADITIONAL
from handlers.opinion.lifecycle import Action

HELP = (
    "有事要反映，打字、发语音都行，也可以发照片和位置。\n"
    "/new 反映一件事\n/status 问办得怎样\n/news 开关进展通知\n/language 简体、繁体\n"
    "/forget 删掉我的信息"
)
AT_STATION = "您好，我是小清，这里是{station}。有什么事要反映，您慢慢说给我听。"
TO_DEPUTY = "您好，我是小清。您说的事会直接告诉{deputy}（{station}）。有什么事，您慢慢说给我听。"
CODE_REVOKED = "这个码已经不用了，不要紧，有什么事照样可以说给我听。"
OLD_BUTTON = "这个按钮过时了，现在是这样："
NOT_YOURS = "这是人大代表用的，您这里用不了。要反映事情，直接说给我听就行。"
NO_SUCH_MATTER = "没有找到这件事，可能编号不对。"
UNKNOWN_COMMAND = "没有这个命令。点左下角的菜单，或者直接说给我听。"

LANGUAGE = "您想看哪种字？"
LANGUAGES = (("简体字", SIMPLIFIED), ("繁體字", TRADITIONAL))
LANGUAGE_SET = "好的，就用这种字。"

NEWS_ON = "好的，有进展我就告诉您。"
NEWS_OFF = "好的，我不主动打扰您了。想知道办得怎样，随时问我。"
NEWS = "有进展的时候，要我主动告诉您吗？"
NEWS_ON_TITLE, NEWS_OFF_TITLE = "要告诉我", "不用告诉我"

FORGET = (
    "要删掉您的信息吗？您的称呼、电话、语音、照片和说过的原话都会删掉，删了找不回来。"
    "已经交上去的事还会接着办，只是办事的人不再知道是谁反映的，办好了也没法告诉您。"
)
FORGET_TITLE, KEEP_TITLE = "对，都删掉", "先不删"
FORGOTTEN = "都删掉了。以后有事，随时再来找我。"
KEPT = "好的，都留着。"

REPLY_TITLE = "现在回答"
REPLY = "好的，您说，我转给办事的人。"
CANNOT_REPLY = "这件已经办到下一步了，不用再回答。"
JUDGED_ALREADY = "这件您已经评价过了，谢谢您。"

PHOTO_KEPT = "照片收好了，交上去的时候一起带上。"
LOCATION_KEPT = "位置收好了，交上去的时候一起带上。"
WHAT_IS_IT = "照片里是什么事？您说一说。"
WHAT_IS_THERE = "这里有什么事？您说一说。"
ENCLOSED = "已经加到“{matter}”里了，办事的人会看到。"
SENT_MORE = "发来了照片或者位置"
ENCLOSE_TITLE = "加到上一件里"
SEEMS_HERE = "看位置是在{place}。请再说一下是哪条街道、哪个社区，或者路名、小区名。"
PERHAPS_HERE = "看位置大概在{place}。请再说一下是哪条街道、哪个社区，或者路名、小区名。"
OR = "或者"
NOT_KNOWN_HERE = "位置收好了，可我认不出是哪个区。请说一下街道、社区，或者路名、小区名。"

BIND_HOW = "请把站里给的绑定码发给我，比如：/bind ABCDE23456"
NOT_BOUND = "这个绑定码不对，或者已经过期了。请站里的工作人员再给一个。"
BOUND = (
    "{deputy}您好，绑定好了。交给您的、可以认领的，我都发到这里来。\n"
    "看过现场，直接说给我听就行，比如“我去看过了，明天修好”。\n"
    "/mine 我手上的  /offers 可以认领的  /digest 几点收汇总  /new 反映我看到的  /unbind 解除绑定"
)
UNBOUND = "解除了，以后这里不再收代表的消息。"
DIGEST_HOW = "不急的事，每天几点发给您？"
DIGEST_SET = "好的，每天{hour}点发给您。"
DIGEST_HOURS = (7, 8, 12, 18, 20)
DEPUTY_HELP = (
    "/mine 我手上的\n/offers 可以认领的\n/digest 几点收汇总\n/new 反映我看到的\n/unbind 解除绑定\n"
    "也可以直接说：“我去看过了，明天修好”“放回去，这不归我管”。要说哪一件，就回复那一条。"
)

NOTHING_MINE = "您手上现在没有事。"
NOTHING_OFFERED = "现在没有可以认领的。"
MINE, OFFERS = "您手上有{number}件：", "可以认领的有{number}件："
NO_PLACE = "没有说地方"
CARD = "【{code}】{news}\n事情：{matter}\n地方：{place}\n反映时间：{filed}{due}{urgent}{urged}"
CARD_DUE = "\n期限：{due}前"
CARD_URGENT = "\n紧急，请马上看"
CARD_URGED = "\n群众催过{times}次"
LINE = "{number}. 【{code}】{matter}（{place}）"
SEE_TITLE = "{number}. 看看"
OFFERS_TITLE = "看看可以认领的"
TITLES = {action: name.chat_button for action, name in NAMES.items()}
HEAR_TITLE = "听原话、看照片"
NOTHING_TO_HEAR = "这件没有录音，也没有照片。"
HERE_IT_IS = "【{code}】的原话和照片在下面。请只用来办这件事。"
IN_WHICH_WORDS = {
    Action.PROGRESS: "好的，有什么进展？说给我听，我转告群众。",
    Action.ANSWER: "好的，怎么答复群众？把办的结果说清楚。",
    Action.ASK: "好的，想问群众什么？",
    Action.PROPOSE: "好的，为什么要转给上级？",
    Action.RELEASE: "好的，为什么放回？站里的人会看到。",
}
DONE = {
    Action.CLAIM: "好的，这件归您了。",
    Action.PROGRESS: "记下了，已经告诉群众：“{words}”",
    Action.ANSWER: "答复发出去了：“{words}”。接下来请群众评价。",
    Action.ASK: "已经替您问了：“{words}”。回答来了我告诉您，等的时候不计时。",
    Action.PROPOSE: "提议交给站里了，由他们决定。",
    Action.RELEASE: "好的，放回去了。",
}
SURE = {
    Action.PROGRESS: "群众会听到这个进展：“{words}”。发吗？",
    Action.ANSWER: "这是给群众的答复：“{words}”。发出去这件就算办好了，发吗？",
    Action.ASK: "要这样问群众：“{words}”。问吗？",
    Action.PROPOSE: "提议转上级，理由是：“{words}”。对吗？",
    Action.RELEASE: "放回去，理由是：“{words}”。对吗？",
}
SURE_TITLE, NOT_SURE_TITLE, AS_PROGRESS_TITLE = "对，就这样", "不，再说一遍", "先当进展"
NOT_DONE = "好的，先不动。"
WHICH = "您说的是哪一件？"
WHAT_WITH_IT = "“{words}”，这句话怎么办？"
NEW_MATTER_TITLE = "是另外一件事"
