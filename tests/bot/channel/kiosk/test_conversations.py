"""The kiosk's typed door."""

import pytest
from fastapi.testclient import TestClient


def begin(client: TestClient, **wish: object) -> str:
    answer = client.post("/api/conversations", json=wish)
    assert answer.status_code == 200
    assert "小清" in answer.json()["reply"]["text"]
    return str(answer.json()["conversation"])


def test_a_page_that_is_loaded_anew_finds_its_conversation(client: TestClient) -> None:
    conversation = begin(client)
    said = {"id": "1", "text": "我们楼下的路灯坏了两个星期了"}
    reply = client.post(f"/api/conversations/{conversation}/turns", json=said).json()
    assert reply["question"] == "where"
    found = client.get(f"/api/conversations/{conversation}").json()
    assert found == {"conversation": conversation, "reply": reply, "heard": said["text"]}


def test_the_same_turn_again_is_answered_alike(client: TestClient) -> None:
    path = f"/api/conversations/{begin(client)}/turns"
    said = {"id": "1", "text": "我们楼下的路灯坏了两个星期了"}
    assert client.post(path, json=said).json() == client.post(path, json=said).json()


def test_the_station_offers_itself_as_the_place(client: TestClient) -> None:
    conversation = begin(client, station="330102001")
    said = {"id": "1", "text": "楼下的路灯坏了两个星期了"}
    reply = client.post(f"/api/conversations/{conversation}/turns", json=said).json()
    assert reply["buttons"][0]["title"] == "就在清波街道"


def test_an_unknown_station_or_conversation_is_said_clearly(client: TestClient) -> None:
    answer = client.post("/api/conversations", json={"station": "000"})
    assert (answer.status_code, answer.json()["detail"]["code"]) == (422, "unknown_station")
    for method, path in (("GET", ""), ("POST", "/turns")):
        answer = client.request(method, f"/api/conversations/nobody{path}", json={"text": "x"})
        assert (answer.status_code, answer.json()["detail"]["code"]) == (
            404,
            "unknown_conversation",
        )


@pytest.mark.parametrize("turn_id", ["", "a b", "../x", "x" * 65])
def test_a_turn_id_is_a_plain_word(client: TestClient, turn_id: str) -> None:
    path = f"/api/conversations/{begin(client)}/turns"
    assert client.post(path, json={"id": turn_id, "text": "你好"}).status_code == 422


def test_health_and_speech_speak_for_an_installation_without_an_ear(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    speech = client.get("/api/speech").json()
    assert (speech["state"], speech["engine"]) == ("absent", None)
    assert "打字" in speech["words"]


def test_the_page_and_its_parts_come_from_here_alone(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert 'lang="zh' in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "https://" not in page.text


def test_what_is_not_there_is_not_there(client: TestClient) -> None:
    assert client.get("/kiosk/../../pyproject.toml").status_code == 404
    assert client.get("/nothing").status_code == 404


def test_the_api_describes_itself(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/conversations", "/webhooks/rest/webhook", "/healthz"} <= paths.keys()
