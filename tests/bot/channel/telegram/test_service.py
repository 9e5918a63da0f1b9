"""How updates come in and answers get out when lines break: polling, webhook, 429, 500, silence."""

import itertools
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlmodel import select

from bot.app import create_app
from bot.channel.telegram import service
from bot.services import Services
from data.record.opinion import Opinion
from data.record.update import IncomingUpdate
from data.settings import Settings
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.support.loop import LAMP
from tests.support.telegram import polling
from tests.support.telegram_api import Telegram

HER = 4242


def incoming(services: Services) -> list[IncomingUpdate]:
    with services.database.reading() as session:
        return list(session.exec(select(IncomingUpdate).order_by(IncomingUpdate.id)).all())  # type: ignore[arg-type]


def test_what_comes_twice_is_answered_once(telegram: Telegram, bot: Services) -> None:
    first = telegram.write(HER, LAMP)
    telegram.wait(HER, "怎么称呼")
    telegram.again(first)
    telegram.says(HER, "不留", "您的编号是")
    assert len(telegram.told(HER)) == len({m["text"] for m in telegram.told(HER)})
    assert len(incoming(bot)) == 2


def test_what_comes_out_of_order_loses_nothing(telegram: Telegram, bot: Services) -> None:
    late = {"message": telegram.message(HER, LAMP), "update_id": 1}
    telegram.says(HER, "/start", "慢慢说")
    telegram.again(late)
    telegram.wait(HER, "怎么称呼")


@pytest.mark.parametrize("fails", [[429, 429], [500, 502, 500], [0]], ids=str)
def test_an_api_that_stumbles_loses_nothing(
    telegram: Telegram, bot: Services, fails: list[int]
) -> None:
    telegram.fails += fails
    telegram.says(HER, LAMP, "怎么称呼")
    telegram.says(HER, "不留", "您的编号是")
    with bot.database.reading() as session:
        assert len(session.exec(select(Opinion)).all()) == 1


def test_a_fault_of_ours_is_said_and_what_was_sent_is_kept(
    telegram: Telegram, bot: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_turn: object) -> None:
        raise RuntimeError("a fault in a program")

    with monkeypatch.context() as patched:
        patched.setattr(bot.dialogue, "turn", broken)
        telegram.says(HER, LAMP, "出了点毛病")
    telegram.says(HER, LAMP, "怎么称呼")
    first, second = incoming(bot)
    assert first.fault
    assert LAMP in str(first.body)
    telegram.until(lambda: incoming(bot)[1].done_at, "the second to be done")
    assert second.fault is None


def test_what_is_answered_is_not_kept(telegram: Telegram, bot: Services) -> None:
    telegram.says(HER, LAMP, "怎么称呼")
    telegram.until(lambda: all(each.done_at for each in incoming(bot)), "the inbox to be empty")
    assert all(each.body is None for each in incoming(bot))


def test_a_bot_that_stopped_goes_on_with_what_was_left(
    telegram: Telegram, bot_settings: Settings, reader: Understander
) -> None:
    with polling(bot_settings) as services:
        telegram.fails += [500] * 1000
        telegram.write(HER, LAMP)
        telegram.until(lambda: incoming(services), "the update to be stored")
    telegram.fails.clear()
    with polling(bot_settings):
        telegram.wait(HER, "怎么称呼")
        assert len(telegram.told(HER)) == 1


def test_two_bots_with_one_token_are_told_apart(
    telegram: Telegram, bot_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_CONFLICT_FOR_S", 0.5)
    telegram.contested = True
    with pytest.raises(AssertionError, match="Conflict"), polling(bot_settings):
        telegram.until(
            lambda: not any(t.name == "poller" for t in threading.enumerate()), "the bot to stop"
        )


@pytest.fixture
def served(telegram: Telegram, bot_settings: Settings, free_port: int) -> Iterator[str]:
    """`xiaoqing serve` with a webhook, on a port of its own; its URL."""
    url = f"http://127.0.0.1:{free_port}"
    app = create_app(bot_settings.model_copy(update={"telegram_webhook": url}))
    server = uvicorn.Server(uvicorn.Config(app, port=free_port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    telegram.until(lambda: telegram.webhook, "the webhook to be asked for")
    yield url
    server.should_exit = True
    thread.join(20)


def test_the_webhook_brings_the_same(telegram: Telegram, served: str) -> None:
    assert telegram.webhook
    assert telegram.webhook["url"] == f"{served}/webhooks/telegram"
    asked = telegram.says(HER, LAMP, "怎么称呼")
    telegram.taps(asked, "不留也行", "您的编号是")


@pytest.mark.parametrize("secret", [None, "", "wrong", "鍵"])
def test_a_webhook_without_the_secret_token_does_nothing(
    telegram: Telegram, bot_settings: Settings, secret: str | None
) -> None:
    told = bot_settings.model_copy(update={"telegram_webhook": "https://example.org"})
    with TestClient(create_app(told)) as client:
        headers = {service.SECRET_HEADER: secret.encode()} if secret is not None else {}
        update = {"update_id": 1, "message": telegram.message(HER, LAMP)}
        answer = client.post("/webhooks/telegram", json=update, headers=headers)
        assert answer.status_code == 404
        assert not incoming(client.app.state.services)  # type: ignore[attr-defined]


def test_without_a_token_there_is_no_webhook(settings: Settings) -> None:
    share_cache(settings.home)
    told = settings.model_copy(update={"speech": "none"})
    with TestClient(create_app(told)) as client:
        assert client.post("/webhooks/telegram", json={"update_id": 1}).status_code == 404


def test_chats_do_not_wait_for_each_other(telegram: Telegram, bot: Services) -> None:
    for chat in itertools.islice(itertools.count(1), 30):
        telegram.write(chat, LAMP)
    for chat in range(1, 31):
        telegram.wait(chat, "怎么称呼")
