"""The console in a real browser: by keyboard at a desk, by thumb on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from data.database import open_database
from data.record.account import Role
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import Post
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.scenes.test_kiosk import CHROMIUM, QUIET_START, picture
from tests.support.loop import LAMP, STREET, UNSURE, World
from tests.support.server import Server, serving

PASSWORD = "correct horse battery"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
EVERYWHERE = "各个社区都有电动车停在楼道里充电，很危险"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; on Debian: apt-get install chromium"
)


@pytest.fixture
def server(tmp_path: Path, reader: Understander) -> Iterator[Server]:
    """A running installation with a clerk, and three opinions."""
    home = tmp_path / "home"
    share_cache(home)
    database = open_database(Settings(home=home))
    world = World(database, reader, now=datetime.now(UTC))
    for text in (LAMP, UNSURE, EVERYWHERE):
        world.file(text)
    with database.transaction() as session:
        accounts.add_person(session, "小陈", Post(Role.STAFF, STREET), PASSWORD, world.now)
    database.close()
    with serving(home) as opened:
        yield opened


@contextmanager
def signed_in(server: Server, size: dict[str, int]) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET_START), chromium_sandbox=False
        )
        page = browser.new_page(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.goto(f"{server.url}/staff")
        page.get_by_label("名字").fill("小陈")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("待梳理")
        try:
            yield page
        finally:
            browser.close()
        assert faults == []


def test_the_queue_by_keyboard_alone(server: Server) -> None:
    with signed_in(server, DESK) as page:
        expect(page.locator("h1")).to_contain_text("待梳理 2 件")
        picture(page, "staff-queue")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("电动车")
        picture(page, "staff-item")
        page.locator("summary", has_text="交办").click()
        page.get_by_label("承办单位").first.select_option("T-SAFE")
        page.get_by_role("button", name="交办", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("办好了")
        expect(page.locator(".state").first).to_have_text("已交办")
        page.goto(f"{server.url}/staff")
        expect(page.locator("h1")).to_contain_text("待梳理 1 件")


def test_every_page_fits_a_phone(server: Server) -> None:
    with signed_in(server, PHONE) as page:
        for path in ("", "/board", "/items", "/new", "/undelivered", f"/stations/{STREET}"):
            page.goto(f"{server.url}/staff{path}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], path
        page.goto(f"{server.url}/staff/items")
        page.locator(".line a").first.click()
        expect(page.get_by_text("微档案")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        picture(page, "staff-phone")


def test_filing_at_the_desk(server: Server) -> None:
    with signed_in(server, DESK) as page:
        page.get_by_role("link", name="登记").click()
        page.get_by_label("事情").fill("清波街道二幢的水管漏水，楼道里都是水")
        page.get_by_label("称呼").fill("李阿姨")
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("status")).to_contain_text("编号")
