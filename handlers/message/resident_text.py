"""What the assistant says to a resident: warm, short, one thing at a time, no jargon."""

from data.record.opinion import OpinionState
from handlers.message.turn import Failure
from nlu.context import Question

GREETING = "您好，我是小清。有什么事要反映，您慢慢说给我听。"
GREETING_AGAIN = "您好，我在。有什么事，您慢慢说。"
HELLO_AGAIN = "您好，我是小清，刚刚更新过。交上去的事都在，没说完的请您再说一遍。"
SAY_AGAIN = "对不起，这句我没有接住，请您再说一遍。"
THANKS = "不用谢，这是应该的。您慢走，有事再来找我。"
RESTARTED = "好的，我们从头来。有什么事要反映，您慢慢说。"
CANCELLED = "好的，这件先不报了。您想说的时候，随时再找我。"
NOTHING_TO_CANCEL = "好的。有事的时候，随时来找我。"
HUMAN = "好的，我记下您要找工作人员了。请在这里稍等，也可以到服务台找他们。您说过的话都留着。"
OFFER_HUMAN = "真对不起，我还是没弄明白。要不要请工作人员来帮您？您也可以打字给我。"
NOTHING_SAID_YET = "我还没有说过什么。有什么事，您慢慢说。"
CONFIRM_WHAT = "好的。您想反映什么事，慢慢说给我听。"
DENY_WHAT = "好的。那您想说的是什么？慢慢讲。"
FOREIGN = "对不起，我只听得懂中文，请工作人员来帮您吧。"
FOREIGN_SHOWN = f"{FOREIGN}Sorry, I only understand Chinese. Please ask the staff for help."
"""A Chinese voice can only spell the English letter by letter."""
OUT_OF_SCOPE = "这个我帮不上忙。您生活上有什么难处、想反映什么事，可以说给我听。"
ASK = "这个问题我答不准，怕说错了耽误您。要我记下来，请工作人员答复您吗？也可以直接找工作人员。"
ASK_TITLE = ASK_YES = "记下来"
LEGISLATION = "您对规定、条例有建议，人大代表很愿意听。您具体想改什么，说给我听，我原样记下来。"
TOO_LONG = "您一下子说得太多了，我一次记不下。请分几次说，先说最要紧的。"
FULL = "对不起，机器的地方满了，现在记不下来。请找工作人员帮您，他们会马上处理。"
BROKEN = "对不起，刚才出了点毛病，这句没有记成。请再说一遍，或者找工作人员。"

NO_HURRY = "不着急，您慢慢想。想好了再说。"
INTRODUCTION = "我是小清，联络站的小帮手，专门记大家反映的事，交给人大代表和该管的部门。您接着说。"
WHAT_ABOUT_IT = "好的，具体是怎么回事？您慢慢说。"
REASONS = {
    Question.WHERE: "知道地方，才好派人去看。说个大概也行，比如街道、社区，或者在什么旁边。",
    Question.WHICH_PLACE: "这个名字有好几个地方都叫，弄清是哪一个，才不会跑错。",
    Question.WHO: "只是办事的人好称呼您。不想说也没关系，说一声不留就行。",
    Question.PHONE: "办好了好告诉您，只有办事的人看得到。不留也没关系。",
    Question.CODE: "有了编号，我才找得到您那件事，也不会说给别人听。",
}

YES, NO = "对的", "不对"
YES_TITLE, NO_TITLE = "对，交上去", "不对，要改"
SKIP, SKIP_TITLE = "不留", "不留也行"
UNSURE, UNSURE_TITLE = "说不清", "说不清"
NONE_OF_THESE, NONE_OF_THESE_TITLE = "都不是", "都不是"
HUMAN_TITLE = "找工作人员"
FILE_TITLE, FILE = "反映一件事", "我要反映一件事"
STATUS_TITLE, STATUS = "问办得怎样", "我上次反映的事情怎么样了"
WHAT_WRONG = ("事情不对", "地方不对", "称呼电话不对")
WITHDRAW_YES_TITLE, WITHDRAW_NO_TITLE = "对，撤回", "不撤了"
WITHDRAW_NO = "不撤了"

QUESTIONS = {
    Question.WHAT: "好的，是什么事呢？您慢慢说。",
    Question.WHERE: "这件事在哪里？说街道、社区，或者路名、小区名都行。",
    Question.WHICH_PLACE: "同名的地方有好几个，您说的是哪一个？",
    Question.WHO: "怎么称呼您？办事的人好知道是谁反映的。不想说也没关系。",
    Question.PHONE: "留个电话好吗？办好了可以告诉您，别人看不到。不留也没关系。",
    Question.REPAIR: "好的，是哪里不对？您说对的给我听。",
    Question.CODE: "您的编号是多少？是八个数字，您一个一个念。",
    Question.SUPPLEMENT: "好的，要补充什么？您说，我记上去。",
    Question.EVALUATE: "这样办，您满意吗？满意、基本满意，还是不满意？",
    Question.DISAPPOINTED: "真对不起。哪里没办好，您说给我听，我请他们重新办。",
}
WHERE_IN_STATION = "就在{station}"
WHERE_AGAIN = "好的，正确的地方是哪里？"
MATTER_AGAIN = "好的，那件事您重新说一遍，我重新记。"
WILLING = {
    Question.WHO: "好的，您姓什么？叫什么都行，比如王阿姨。",
    Question.PHONE: "好的，您把电话号码念给我听。",
}
PHONE_AGAIN = "这个电话好像不全，请再说一遍，手机是十一个数字。"
MENDED = "好的，改好了。"
NOT_MENDED = "没听出来要改哪里。您可以说，不对，是楼下。"
SAY_YES = "您说一声对，我就交上去；哪里不对，您告诉我。"

SUMMARY_TITLE = "我记下的"
SUMMARY = "我念给您听。{words}。对吗？"
MATTER_LABEL, PLACE_LABEL, WHO_LABEL, PHONE_LABEL = "事情", "地方", "称呼", "电话"
NO_PLACE, ANONYMOUS, NO_PHONE = "没有说", "不留名", "不留"
SAID_PLACE = "地方在{place}"
SAID_MATTER = "您反映的是，{matter}"
SAID_WHO = "称呼是{who}"
SAID_PHONE = "电话是{phone}"
AND_SO_ON = "……后面的我也都记着"

RECEIPT_TITLE = "您的编号"
RECEIPT = "记好了，已经交上去了。您的编号是 {code}。以后来说这个编号，我就告诉您办得怎么样了。"

STATUS_CARD_TITLE = "办理情况"
STATUS_LABEL, FILED_LABEL = "现在", "反映时间"
STATUS_OF = "您反映的“{matter}”，{state}"
STATES = {
    OpinionState.RECEIVED: "已经收到了，工作人员正在看，会交给该管的部门。",
    OpinionState.SORTED: "工作人员已经看过，正要交给该管的部门。",
    OpinionState.ASSIGNED: "已经交给该管的部门，他们还没有开始办。",
    OpinionState.HANDLING: "正在办。",
    OpinionState.ANSWERED: "已经有答复了。",
    OpinionState.EVALUATED: "已经办好，您也评价过了。",
    OpinionState.CLOSED: "已经办结了。",
    OpinionState.TRANSFERRED: "要上级部门来办，已经转过去了，正在等他们的消息。",
    OpinionState.SUGGESTED: "不止您一个人提到，人大代表已经写成建议正式提出，正在等答复。",
    OpinionState.RETURNED: "正在重新安排，看交给谁办最合适。",
    OpinionState.MERGED: "别人也反映了同一件事，放在一起办。",
    OpinionState.DECLINED: "联络站办不了。",
    OpinionState.WITHDRAWN: "已经按您的意思撤回了。",
}
UNDER_WAY, UNDER_WAY_SHORT = "正在办，工作人员那里看得到最新的情况。", "正在办"
"""Of a state that another release brought."""
STATES_SHORT = {
    OpinionState.RECEIVED: "已收到",
    OpinionState.SORTED: "已看过",
    OpinionState.ASSIGNED: "已交办",
    OpinionState.HANDLING: "正在办",
    OpinionState.ANSWERED: "有答复",
    OpinionState.EVALUATED: "已评价",
    OpinionState.CLOSED: "已办结",
    OpinionState.TRANSFERRED: "已转上级",
    OpinionState.SUGGESTED: "已提建议",
    OpinionState.RETURNED: "重新安排",
    OpinionState.MERGED: "并案办理",
    OpinionState.DECLINED: "不予受理",
    OpinionState.WITHDRAWN: "已撤回",
}
CODE_MISHEARD = "这个编号好像不全，或者听错了。一共八个数字，请您一个一个再念一遍。"
CODE_UNKNOWN = "这个编号我没有查到。请您看一看，再念一遍。"
CODE_TOO_OFTEN = "编号一直对不上。请工作人员帮您查吧，他们在服务台。"
NOTHING_FILED = "我这里没有您的事情。您有编号的话，念给我听；要反映新的事，直接说就行。"

SUPPLEMENTED = "好的，补上去了，和原来的放在一起。"
URGED = "好的，我替您催了一次，记下来了，办事的人会看到。"
WITHDRAW_SURE = "您要把“{matter}”这件撤回，不办了，对吗？"
WITHDRAWN = "好的，已经撤回了。以后又要办，再来找我。"
KEPT = "好的，不撤，接着办。"
FINISHED_ALREADY = "这件已经结束了，不用再动了。要是又有问题，您重新说给我听。"
ANSWERED_ALREADY = "这件已经有答复了。您说一声满意不满意就行，不满意会重新办。"
JUDGED = "谢谢您，记下了。"
JUDGED_BAD = "记下了，工作人员会再看一看。真对不起。"
REOPENED = "好的，已经请他们重办了，您说的原话他们都看得到。"
GRADE_TITLES = ("满意", "基本满意", "不满意")
LATEST_LABEL = "最近"
SUGGESTION_LABEL = "代表建议"
NOT_ANSWERED_YET = "这件还没有答复。等办好了，再请您说满意不满意。"

MISSED = {
    Failure.NOTHING_HEARD: "对不起，我没有听到声音。请靠近一点再说一遍，也可以打字。",
    Failure.TOO_SHORT: "对不起，太短了，我没听清。请按一下按钮，再慢慢说一遍，也可以打字。",
    Failure.RECOGNITION: "对不起，我没有听明白。您的话录下来了，请再说一遍，也可以打字。",
    Failure.NO_ENGINE: "对不起，我现在还听不了。您的话录下来了，请先打字给我，或者找工作人员。",
    Failure.DISK_FULL: FULL,
}

DEMO_REPRESENTATIVE = "示例代表{street}{number}号"

SPOKEN = (
    *(
        GREETING,
        GREETING_AGAIN,
        HELLO_AGAIN,
        SAY_AGAIN,
        THANKS,
        RESTARTED,
        CANCELLED,
        NOTHING_TO_CANCEL,
    ),
    *(HUMAN, OFFER_HUMAN, NOTHING_SAID_YET, CONFIRM_WHAT, DENY_WHAT, FOREIGN, OUT_OF_SCOPE),
    *(ASK, LEGISLATION, TOO_LONG, FULL, BROKEN, NO_HURRY, INTRODUCTION, WHAT_ABOUT_IT),
    *REASONS.values(),
    *QUESTIONS.values(),
    *(WHERE_AGAIN, MATTER_AGAIN, *WILLING.values(), PHONE_AGAIN, MENDED, NOT_MENDED, SAY_YES),
    *(SUMMARY, RECEIPT, UNDER_WAY),
    *(CODE_MISHEARD, CODE_UNKNOWN, CODE_TOO_OFTEN, NOTHING_FILED),
    *(SUPPLEMENTED, URGED, WITHDRAWN, KEPT, FINISHED_ALREADY, ANSWERED_ALREADY),
    *(JUDGED, JUDGED_BAD, REOPENED, NOT_ANSWERED_YET),
    *MISSED.values(),
)
"""What is said to everybody in the same words, whole or around a gap. STATES is not: each is the
end of a sentence that begins with the matter."""
