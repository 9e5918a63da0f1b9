"""What each action is called in Chinese, the same for console, chat and API."""

from dataclasses import dataclass

from handlers.opinion.lifecycle import Action

FILED = "收到"
"""How a history begins; to file is no action on an opinion, for there is none before."""


@dataclass(frozen=True, slots=True)
class ActionName:
    """`done` stands in a history, `to_do` on a form or button; both are the same words, or `to_do`
    has a few more. `in_chat` is the button of a chat, where it is not `to_do`."""

    done: str
    to_do: str = ""
    in_chat: str = ""

    @property
    def button(self) -> str:
        """What is to be done, where there is room for a form."""
        return self.to_do or self.done

    @property
    def chat_button(self) -> str:
        """The same on a small screen, to a deputy."""
        return self.in_chat or self.button


NAMES: dict[Action, ActionName] = {
    Action.SORT: ActionName("梳理"),
    Action.ASSIGN: ActionName("交办"),
    Action.CLAIM: ActionName("认领", "我来认领", "认领"),
    Action.RELEASE: ActionName("放回"),
    Action.PROGRESS: ActionName("进展", "写进展", "说进展"),
    Action.ASK: ActionName("问群众"),
    Action.PROPOSE: ActionName("提议转上级"),
    Action.ANSWER: ActionName("答复", in_chat="答复群众"),
    Action.TRANSFER: ActionName("转上级平台"),
    Action.RETURN: ActionName("退回"),
    Action.MERGE: ActionName("并案"),
    Action.DECLINE: ActionName("不予受理"),
    Action.SUGGEST: ActionName("提建议", "提代表建议"),
    Action.EVALUATE: ActionName("评价", "代群众评价"),
    Action.REOPEN: ActionName("重办"),
    Action.CLOSE: ActionName("销号"),
    Action.LOOK_BACK: ActionName("回头看"),
    Action.SUPPLEMENT: ActionName("补充"),
    Action.URGE: ActionName("催办"),
    Action.WITHDRAW: ActionName("撤回"),
    Action.REMIND: ActionName("提醒"),
    Action.ESCALATE: ActionName("督办"),
}
HISTORY: dict[str, str] = {"file": FILED} | {
    action.value: name.done for action, name in NAMES.items()
}
"""What was done, by the word that stands in the event."""
