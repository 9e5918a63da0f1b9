"""Open311 GeoReport v2, as its clients call it."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from data.record.account import Role
from handlers.account import accounts
from handlers.account.accounts import Post
from tests.support.loop import LAMP, STREET, UNIT, World

BASE = "/open311/v2"


@pytest.fixture
def key(client: TestClient) -> str:
    services = client.app.state.services  # type: ignore[attr-defined]
    with services.database.transaction() as session:
        return accounts.add_token(session, "311", Post(Role.STAFF, STREET), datetime.now(UTC))


def reported(client: TestClient, key: str, form: str = "json", **more: str) -> str:
    fields = {"api_key": key, "service_code": "0102", "description": LAMP, **more}
    answer = client.post(f"{BASE}/requests.{form}", data=fields)
    assert answer.status_code == 201, answer.text
    if form == "json":
        return str(answer.json()[0]["service_request_id"])
    return ET.fromstring(answer.content).findtext("request/service_request_id") or ""


def test_services_in_both_formats(client: TestClient) -> None:
    services = client.get(f"{BASE}/services.json").json()
    assert {"service_code", "service_name", "metadata", "type", "group"} <= set(services[0])
    tree = ET.fromstring(client.get(f"{BASE}/services.xml").content)
    assert tree.tag == "services"
    assert len(tree.findall("service")) == len(services) >= 15 + 103
    definition = client.get(f"{BASE}/services/0102.json").json()
    assert definition["service_code"] == "0102"
    assert client.get(f"{BASE}/services/9999.xml").status_code == 404


@pytest.mark.parametrize("form", ["json", "xml"])
def test_report_and_follow(client: TestClient, key: str, form: str) -> None:
    code = reported(client, key, form, address_string="三幢楼下", phone="13588123456")
    (request,) = client.get(f"{BASE}/requests/{code}.json", params={"api_key": key}).json()
    assert request["status"] == "open"
    assert request["description"] == LAMP
    assert "13588123456" not in str(request)
    services = client.app.state.services  # type: ignore[attr-defined]
    world = World(services.database, services.understander, now=datetime.now(UTC))
    world.do(UNIT, "answer", code, words="修好了")
    tree = ET.fromstring(
        client.get(f"{BASE}/requests.xml", params={"api_key": key, "status": "open"}).content
    )
    assert tree.findtext("request/status_notes") == "有答复"


def test_filters(client: TestClient, key: str) -> None:
    codes = [reported(client, key) for _ in range(3)]
    ask = {"api_key": key}
    listed = client.get(f"{BASE}/requests.json", params={**ask}).json()
    assert [row["service_request_id"] for row in listed] == codes[::-1]
    one = client.get(f"{BASE}/requests.json", params={**ask, "service_request_id": codes[0]})
    assert len(one.json()) == 1
    for params, number in (
        ({"status": "closed"}, 0),
        ({"start_date": "2020-01-01T00:00:00Z"}, 3),
        ({"end_date": "2020-01-01T00:00:00Z"}, 0),
        ({"service_code": "08"}, 0),
    ):
        found = client.get(f"{BASE}/requests.json", params={**ask, **params}).json()
        assert len(found) == number, params


def test_faults_are_answered_as_the_standard_says(client: TestClient, key: str) -> None:
    assert client.get(f"{BASE}/requests.json").status_code == 403
    answer = client.get(f"{BASE}/requests/12345678.json", params={"api_key": key})
    assert answer.status_code == 404
    assert set(answer.json()[0]) == {"code", "description"}
    for fields, status in (
        ({"api_key": key, "service_code": "9999", "description": "x"}, 404),
        ({"api_key": key, "service_code": "0102", "description": " "}, 400),
        ({"service_code": "0102", "description": "x"}, 403),
    ):
        assert client.post(f"{BASE}/requests.json", data=fields).status_code == status
    assert client.get(f"{BASE}/services.yaml").status_code == 404


def test_a_report_without_any_form_is_answered_in_the_format(client: TestClient) -> None:
    answer = client.post(f"{BASE}/requests.xml")
    assert answer.status_code == 403
    assert ET.fromstring(answer.content).tag == "errors"


def test_a_date_that_is_none_is_refused(client: TestClient, key: str) -> None:
    params = {"api_key": key, "start_date": "gestern"}
    assert client.get(f"{BASE}/requests.json", params=params).status_code == 422
