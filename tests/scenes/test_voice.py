"""The kiosk speaks in a browser that cannot: with the server's voice, until she wants to speak."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from speech.model import weights
from tests.conftest import MODELS_HOME, share_cache
from tests.scenes.test_kiosk import CHROMIUM, LAPTOP, browsing
from tests.support.server import Server, serving

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; on Debian: apt-get install chromium"
)

# What is sent to the loudspeakers, and what is taken back.
WATCH = """() => {
  window.played = []; window.stopped = 0;
  const {start, stop} = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (at) {
    const loud = this.buffer.getChannelData(0).reduce((most, one) => Math.max(most, one));
    window.played.push({at, seconds: this.buffer.duration, loud});
    return start.call(this, at);
  };
  AudioBufferSourceNode.prototype.stop = function (...when) {
    window.stopped += 1;
    return stop.call(this, ...when);
  };
}"""


@pytest.fixture(params=["kokoro-zh", "espeak-ng"])
def speaking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server with each of the voices."""
    voice: str = request.param
    home = tmp_path / "home"
    share_cache(home)
    if voice == "espeak-ng" and shutil.which(voice) is None:
        pytest.skip("espeak-ng is not installed")
    if voice in weights.MODELS:
        try:
            weights.install(voice, MODELS_HOME)
        except weights.WeightsError as error:
            pytest.skip(str(error))
        (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    with serving(home, XIAOQING_VOICE=voice) as server:
        yield server


def say(page: Page, text: str) -> None:
    page.locator("#type").fill(text)
    page.locator("#send").click()


def until(page: Page, condition: str) -> None:
    """Ask again and again: the page's own policy forbids Playwright's way."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise TimeoutError(condition)


def wait_for_the_voice(server: Server, page: Page) -> None:
    for _ in range(300):
        if httpx.get(f"{server.url}/api/speech").json()["voice"]:
            break
        page.wait_for_timeout(100)
    # The greeting stays unsaid, so that every sound is of an answer.
    page.route("**/api/say", lambda route: route.abort())
    page.reload()
    until(page, "document.documentElement.dataset.state !== 'starting'")
    page.wait_for_timeout(300)
    page.unroute("**/api/say")
    page.evaluate(WATCH)


def test_the_answer_is_heard_and_ends_when_she_wants_to_speak(speaking: Server) -> None:
    with browsing(speaking, LAPTOP) as page:
        wait_for_the_voice(speaking, page)
        assert page.evaluate("speechSynthesis.getVoices().length") == 0
        say(page, "清波街道三幢楼下的路灯坏了两个星期了")
        expect(page.locator("#answer")).to_contain_text("怎么称呼")
        until(page, "window.played.some(({loud}) => loud > 0.05)")
        assert page.evaluate("window.stopped") == 0
        page.locator("#restart").click()
        until(page, "window.stopped > 0")
        expect(page.locator("#answer")).to_contain_text("慢慢说")


def test_again_is_heard_again(speaking: Server) -> None:
    with browsing(speaking, LAPTOP) as page:
        wait_for_the_voice(speaking, page)
        say(page, "你好")
        until(page, "window.played.length > 0")
        page.evaluate("window.played = []")
        page.locator("#repeat").click()
        until(page, "window.stopped > 0 && window.played.length > 0")
        expect(page.locator("#notice")).to_be_hidden()


def test_the_whole_answer_is_played_without_gaps(speaking: Server) -> None:
    with browsing(speaking, LAPTOP) as page:
        wait_for_the_voice(speaking, page)
        say(page, "你好")
        expect(page.locator("#answer")).to_contain_text("慢慢说")
        until(page, "window.played.reduce((sum, {seconds}) => sum + seconds, 0) > 2")
        played = page.evaluate("window.played")
        for one, following in pairwise(played):
            assert following["at"] >= one["at"] + one["seconds"] - 0.001


def test_without_any_voice_she_is_told_to_read(tmp_path: Path) -> None:
    share_cache(tmp_path / "home")
    with (
        serving(tmp_path / "home", XIAOQING_VOICE="none") as server,
        browsing(server, LAPTOP) as page,
    ):
        expect(page.locator("#answer")).to_contain_text("小清")
        page.locator("#repeat").click()
        expect(page.locator("#notice")).to_contain_text("没有中文声音")
