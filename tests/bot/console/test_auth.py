"""Signing in, and forms that are not ours, on both databases."""

import re
from urllib.parse import urlencode

import httpx
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from bot.console.auth import MOST_BYTES
from data.record.account import Account
from tests.bot.console.visitor import Visit, Visitor
from tests.support.loop import UNSURE, World


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    pages = ("", "/items", "/board", "/new", "/undelivered", "/handoffs", "/stations")
    for path in (*pages, "/items/12345678"):
        answer = Visitor(client, "x").get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")
    assert "密码" in Visitor(client, "x").get("/sign-in").text


def test_signing_in_gives_a_new_session_each_time_and_out_ends_it(visit: Visit) -> None:
    one = visit("小陈")
    before = dict(one.cookies)
    one.sign_in()
    assert one.cookies != before
    old = Visitor(one.client, "小陈")
    old.cookies = before
    assert old.get().status_code == 303
    assert one.get().status_code == 200
    one.post("/sign-out")
    assert one.get().status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visit: Visit) -> None:
    cookie = visit("小陈").sign_in().headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/staff"):
        assert word in cookie


def test_after_five_wrong_passwords_the_right_one_waits(visit: Visit, world: World) -> None:
    visitor = visit("小陈")
    for _ in range(5):
        assert visitor.sign_in("wrong").status_code == 401
    assert visitor.sign_in().status_code == 401
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "小陈")).one()
        account.locked_until = world.now
    assert visitor.sign_in().status_code == 303


def test_a_form_without_our_secret_does_nothing(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    for secret in ("", "guess"):
        answer = visitor._send("POST", f"/staff/items/{code}/sort", data={"csrf": secret})
        assert answer.status_code == 403
    assert world.actions(code) == ["file"]


def send_raw(visitor: Visitor, path: str, kind: str, body: bytes) -> httpx.Response:
    """A form as no browser sends it; `SECRET` in it becomes the secret of the pages."""
    secret = re.search(r'name="csrf" value="([^"]+)"', visitor.get().text)
    assert secret
    cookies = "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
    return visitor.client.post(
        f"/staff{path}",
        content=body.replace(b"SECRET", secret[1].encode()),
        headers={"Cookie": cookies, "Content-Type": kind},
        follow_redirects=False,
    )


def test_a_form_that_is_too_large_is_refused_whole(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    visitor.post(f"/items/{code}/sort", transcript="改短了")
    steps = world.actions(code)
    for long in ("长" * 23_000, "a" * (MOST_BYTES + 1), "长" * 1_000_000):
        answer = visitor.post(f"/items/{code}/sort", transcript=long)
        assert answer.status_code == 413
        assert "太长了，一个字也没有存下" in answer.text
        assert 'lang="zh-CN"' in answer.text
    many = urlencode({f"f{number}": "x" * 1000 for number in range(99)} | {"csrf": "x"})
    form = "application/x-www-form-urlencoded"
    assert send_raw(visitor, "/new", form, f"{many}&{many}&{many}".encode()).status_code == 413
    assert world.actions(code) == steps
    assert world.opinion(code).matter == "改短了"


def test_a_form_of_the_largest_size_is_kept_whole(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    long = "长" * 22_000
    visitor = visit("小陈")
    assert visitor.post(f"/items/{code}/sort", transcript=long).status_code == 303
    assert len(world.opinion(code).matter) == len(long)


PART = b"--B\r\nContent-Disposition: form-data; name="


URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (URLENCODED, b"csrf=SECRET&transcript=a&transcript=b"),
        (URLENCODED, b"csrf=SECRET&csrf=guess&transcript=b"),
        (URLENCODED, b"csrf=SECRET" + b"&x=1" * 200),
        (MULTIPART, PART + b'"csrf"\r\n\r\nSECRET\r\n' + PART
         + b'"transcript"; filename="a.txt"\r\n\r\nb\r\n--B--\r\n'),
        (MULTIPART, PART + b'"csrf"\r\n\r\nSECRET\r\n--B\r\n\r\nx\r\n--B--\r\n'),
        (MULTIPART, b"no multipart at all"),
        ("multipart/form-data", b"csrf=SECRET"),
    ],
)  # fmt: skip
def test_a_form_with_a_file_or_a_field_twice_does_nothing(
    visit: Visit, world: World, kind: str, body: bytes
) -> None:
    code = world.file(UNSURE)
    matter = world.opinion(code).matter
    answer = send_raw(visit("小陈"), f"/items/{code}/sort", kind, body)
    assert answer.status_code == 400
    assert "没有看懂" in answer.text
    assert world.actions(code) == ["file"]
    assert world.opinion(code).matter == matter


def test_a_form_may_come_in_parts_but_not_as_anything_else(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    parts = PART + b'"csrf"\r\n\r\nSECRET\r\n' + PART + b'"transcript"\r\n\r\n'
    parts += "改短了".encode() + b"\r\n--B--\r\n"
    assert send_raw(visitor, f"/items/{code}/sort", MULTIPART, parts).status_code == 303
    assert world.opinion(code).matter == "改短了"
    for kind, body in (("application/json", b'{"csrf": "SECRET"}'), (URLENCODED, b"")):
        assert send_raw(visitor, f"/items/{code}/sort", kind, body).status_code == 403
