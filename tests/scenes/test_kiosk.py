"""The kiosk in a real browser: from the button to the receipt, with a voice as its microphone."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import ROOT, share_cache
from tests.support.server import Server, serving, start

ARTEFACTS = ROOT / "tests" / "artefacts"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
UPRIGHT = {"width": 1080, "height": 1920}
LAPTOP = {"width": 1366, "height": 768}
QUIET_START = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; on Debian: apt-get install chromium"
)


@contextmanager
def browsing(
    server: Server, size: dict[str, int], microphone: Path | None = None
) -> Iterator[Page]:
    """A page at the kiosk; `microphone` is a WAV that is heard once."""
    options = list(QUIET_START)
    if microphone:
        options += [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={microphone}%noloop",
        ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=options, chromium_sandbox=False
        )
        page = browser.new_page(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        elsewhere: list[str] = []
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(server.url) else elsewhere.append(request.url)
            ),
        )
        page.goto(server.url)
        try:
            yield page
        finally:
            browser.close()
        assert faults == []
        assert [url for url in elsewhere if url.startswith("http")] == []


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


@pytest.fixture
def deaf(tmp_path: Path) -> Iterator[Server]:
    share_cache(tmp_path / "home")
    with serving(tmp_path / "home") as server:
        yield server


def test_from_the_button_to_the_receipt(hearing_home: Path, scenes: Path) -> None:
    with (
        serving(hearing_home, XIAOQING_SPEECH="whisper-base") as server,
        browsing(server, UPRIGHT, scenes / "d02.wav") as page,
    ):
        server.wait_for_the_ear()
        expect(page.locator("#answer")).to_contain_text("小清")
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        picture(page, "1-greeting")
        page.locator("#speak").click()
        expect(page.locator("#heard")).to_contain_text("扶手", timeout=60_000)
        picture(page, "2-listening")
        expect(page.locator("#answer")).to_contain_text(
            re.compile("怎么称呼|在哪里|哪一个"), timeout=60_000
        )
        picture(page, "3-question")
        if "怎么称呼" not in page.locator("#answer").inner_text():
            page.locator("#type").fill("紫阳街道")
            page.locator("#send").click()
            expect(page.locator("#answer")).to_contain_text("怎么称呼")
        page.locator("#buttons button", has_text="不留").click()
        expect(page.locator("#card")).to_contain_text("扶手")
        picture(page, "4-summary")
        page.locator("#buttons button", has_text="对，交上去").click()
        expect(page.locator("#code")).to_have_text(re.compile(r"\d{4}\s*\d{4}"))
        picture(page, "5-receipt")
        page.locator("#type").fill("我上次反映的事情怎么样了")
        page.locator("#send").click()
        expect(page.locator("#answer")).to_contain_text(re.compile("已经收到|已经交给"))
        picture(page, "6-status")


def test_by_touch_and_keyboard_alone(deaf: Server) -> None:
    with browsing(deaf, LAPTOP) as page:
        expect(page.locator("#ear")).to_contain_text("打字")
        page.locator("#type").focus()
        page.keyboard.type("清波街道三幢楼下的路灯坏了两个星期了")
        page.keyboard.press("Enter")
        expect(page.locator("#answer")).to_contain_text("怎么称呼")
        before = page.locator("#answer").inner_text()
        page.locator("#repeat").click()
        expect(page.locator("#answer")).to_have_text(before)
        page.locator("#human").click()
        expect(page.locator("#answer")).to_contain_text("工作人员")
        page.locator("#restart").click()
        expect(page.locator("#answer")).to_contain_text("慢慢说")
        picture(page, "laptop")


def test_a_reload_and_a_restart_go_on_where_it_stopped(deaf: Server, tmp_path: Path) -> None:
    with browsing(deaf, LAPTOP) as page:
        page.locator("#type").fill("清波街道三幢楼下的路灯坏了两个星期了")
        page.locator("#send").click()
        expect(page.locator("#answer")).to_contain_text("怎么称呼")
        deaf.kill()
        page.locator("#type").fill("我姓王")
        page.locator("#send").click()
        expect(page.locator("#notice")).to_be_visible()
        again = start(tmp_path / "home", port=deaf.port)
        try:
            expect(page.locator("#answer")).to_contain_text("电话", timeout=30_000)
            page.reload()
            expect(page.locator("#answer")).to_contain_text("电话")
        finally:
            again.stop()


@pytest.mark.parametrize("size", [UPRIGHT, LAPTOP], ids=["upright", "laptop"])
def test_the_figures_hold_at_every_text_size(deaf: Server, size: dict[str, int]) -> None:
    with browsing(deaf, size) as page:
        page.locator("#type").fill("楼下的路灯坏了两个星期了")
        page.locator("#send").click()
        expect(page.locator("#answer")).to_contain_text("在哪里")
        for step in range(6):
            measured = page.evaluate(MEASURE)
            assert measured["small"] == [], f"text below 18 pt at step {step}"
            assert measured["narrow"] == [], f"targets below 60 px at step {step}"
            assert measured["tight"] == [], f"line height below 1.3 at step {step}"
            assert not measured["overflows"], f"the page scrolls at step {step}"
            if page.locator("#larger").is_disabled():
                break
            page.locator("#larger").click()
        picture(page, f"largest-{size['width']}")
        answer = page.locator("#answer")
        largest = answer.evaluate("answer => parseFloat(getComputedStyle(answer).fontSize)")
        assert largest >= 40


MEASURE = """() => {
  const seen = (e) => e.offsetParent !== null && e.getClientRects().length > 0;
  const texts = [...document.querySelectorAll('body *')].filter((e) => seen(e) &&
    [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  const targets = [...document.querySelectorAll('button, textarea, input')].filter(seen);
  const px = (e, name) => parseFloat(getComputedStyle(e)[name]);
  return {
    small: texts.filter((e) => px(e, 'fontSize') < 24).map((e) => e.outerHTML.slice(0, 80)),
    tight: texts.filter((e) => px(e, 'lineHeight') / px(e, 'fontSize') < 1.295)
      .map((e) => e.outerHTML.slice(0, 80)),
    narrow: targets.filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width < 60 || box.height < 60;
    }).map((e) => e.outerHTML.slice(0, 80)),
    overflows: document.documentElement.scrollHeight > innerHeight + 1
      || document.documentElement.scrollWidth > innerWidth + 1,
  };
}"""
