"""Rasa's REST channel: what its documentation says goes in and comes out."""

import json

import pytest
from fastapi.testclient import TestClient

WEBHOOK = "/webhooks/rest/webhook"


def say(client: TestClient, message: str, sender: str = "resident") -> dict[str, object]:
    answer = client.post(WEBHOOK, json={"sender": sender, "message": message})
    assert answer.status_code == 200
    (said,) = answer.json()
    assert said["recipient_id"] == sender
    return dict(said)


def test_a_conversation_from_the_matter_to_the_receipt_and_its_status(client: TestClient) -> None:
    asked = say(client, "清波街道三幢楼下的路灯坏了两个星期了")
    assert asked["buttons"] == [{"title": "不留也行", "payload": "不留"}]
    assert "对吗" in str(say(client, "不留")["text"])
    filed = str(say(client, "对的")["text"])
    assert "您的编号是" in filed
    code = filed.split("编号是")[1].strip()[:9]
    assert "已经交给" in str(say(client, "我上次反映的路灯怎么样了")["text"])
    assert "编号是多少" in str(say(client, "我想查一下办得怎么样了", "another")["text"])
    assert "已经交给" in str(say(client, code, "another")["text"])


def test_buttons_are_left_out_where_there_are_none(client: TestClient) -> None:
    assert "buttons" not in say(client, "我要反映一个问题")


def test_a_message_that_is_sent_twice_counts_once(client: TestClient) -> None:
    say(client, "清波街道三幢楼下的路灯坏了两个星期了")
    say(client, "不留")
    message = {"sender": "resident", "message": "对的", "metadata": {"turn_id": "7"}}
    first = client.post(WEBHOOK, json=message).json()
    assert "您的编号是" in first[0]["text"]
    assert client.post(WEBHOOK, json=message).json() == first


def test_the_channel_says_that_it_lives(client: TestClient) -> None:
    assert client.get("/webhooks/rest/").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"sender": "s"}',
        b'{"sender": "s", "message": null}',
        b'{"sender": "s", "message": {"a": 1}}',
        b'{"sender": "", "message": "x"}',
        b"\xff\xfe",
    ],
)
def test_a_message_that_is_none_gets_a_clear_error(client: TestClient, body: bytes) -> None:
    answer = client.post(WEBHOOK, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"]["code"] == "invalid"
    assert answer.json()["detail"]["words"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "路灯坏了" * 2_500,
        "😀" * 50,
        "'; DROP TABLE opinion; --",
        "<img src=x onerror=alert(1)>",
        "\x00\x1b[2J\x07",
        "What happened to my complaint?",
        "\ud800",
    ],
)
def test_whatever_is_said_gets_an_answer(client: TestClient, text: str) -> None:
    body = {"sender": "s", "message": text}
    answer = client.post(WEBHOOK, content=json.dumps(body))
    assert answer.status_code == 200
    assert answer.json()[0]["text"]


def test_far_too_much_at_once_is_refused_and_the_talk_goes_on(client: TestClient) -> None:
    answer = client.post(WEBHOOK, json={"sender": "s", "message": "路" * 20_000})
    assert answer.status_code == 413
    assert answer.json()["detail"]["code"] == "too_long"
    assert say(client, "你好", "s")["text"]
