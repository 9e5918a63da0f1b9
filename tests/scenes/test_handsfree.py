"""Speaking without pressing, in a real browser: over the kiosk's own voice, and in answer to it.

The microphone is a WAV that Chromium plays once, from the moment that the page first opens it. The
browser's voice is one that takes as long as a voice would, and says when it was stopped: Debian's
Chromium has none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from websockets.sync.client import connect

from speech.audio.codec import decode
from speech.audio.pcm import seconds
from speech.turn.activity import FRAME_BYTES, Silero
from tests.conftest import share_cache
from tests.scenes.test_kiosk import CHROMIUM, QUIET_START, UPRIGHT
from tests.scenes.test_spoken import Kiosk, chunks, events, last, recordings
from tests.speech.sound import cough, silence, write_wav
from tests.support.server import Server, serving

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; on Debian: apt-get install chromium"
)

VOICE = """
window.said = []; window.stopped = 0;
const speaking = new Set();
const synthesis = {
  getVoices: () => [{ lang: 'zh-CN', localService: true, name: 'test' }],
  speak(utterance) {
    window.said.push(utterance.text);
    speaking.add(setTimeout(() => utterance.onend?.(), 20_000));
  },
  cancel() {
    if (speaking.size) window.stopped += 1;
    for (const timer of speaking) clearTimeout(timer);
    speaking.clear();
  },
  addEventListener() {}, removeEventListener() {},
};
Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
window.tracks = [];
const devices = navigator.mediaDevices;
const open = devices.getUserMedia.bind(devices);
devices.getUserMedia = async (wish) => {
  const stream = await open(wish);
  window.tracks.push(...stream.getTracks());
  return stream;
};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@contextmanager
def browsing(server: Server, microphone: Path, address: str = "") -> Iterator[Page]:
    """A page whose microphone is allowed already."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *QUIET_START,
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}%noloop",
            ],
            chromium_sandbox=False,
        )
        context = browser.new_context(viewport=UPRIGHT, permissions=["microphone"])  # type: ignore[arg-type]
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(VOICE)
        page.goto(server.url + address)
        try:
            yield page
        finally:
            browser.close()
        assert faults == []


LEAD_S = 1.5


def first_voice(pcm: bytes) -> float:
    """Where somebody begins to speak, in seconds."""
    detector = Silero()
    starts = range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    voiced = (at for at in starts if detector.probability(pcm[at : at + FRAME_BYTES]) > 0.5)
    return seconds(next(voiced))


def test_she_speaks_over_the_voice_and_her_first_word_is_heard(
    hearing: Server, scenes: Path, tmp_path: Path
) -> None:
    microphone = write_wav(
        tmp_path / "she.wav", silence(LEAD_S) + decode(scenes / "d02.wav") + silence(8)
    )
    with browsing(hearing, microphone) as page:
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        page.locator("#speak").click()
        expect(page.locator("#hint")).to_contain_text("直接说", timeout=60_000)
        assert page.locator("#heard").inner_text().startswith("我是紫")
        stopped = page.evaluate("window.stopped")
        # Each opening of the microphone plays the file anew: now she says it over the answer.
        expect(page.locator("html")).to_have_attribute("data-state", "listening", timeout=30_000)
        assert page.evaluate("window.stopped") == stopped + 1
        expect(page.locator("#heard-label")).to_have_text("您说", timeout=30_000)
        assert page.locator("#heard").inner_text().startswith("我是紫")
    _, second = sorted(recordings(hearing), key=lambda file: file.stat().st_mtime)
    assert 0.2 < first_voice(second.read_bytes()) < 1.1


def test_what_was_no_voice_leaves_no_trace_in_the_conversation(hearing: Server) -> None:
    kiosk = Kiosk(hearing)
    url = f"{hearing.socket_url}/api/listen?conversation={kiosk.conversation}&utterance=cough"
    with connect(f"{url}&unasked=true") as socket:
        for chunk in chunks(cough(5)):
            socket.send(chunk)
        failed = last(events(socket), "failed")
    assert failed == {"type": "failed", "code": "nothing_heard", "words": "", "reply": None}
    state = httpx.get(f"{hearing.url}/api/conversations/{kiosk.conversation}").json()
    assert "小清" in state["reply"]["text"], "the last thing said is still the greeting"


def open_microphones(page: Page) -> int:
    return int(page.evaluate("window.tracks.filter((t) => t.readyState === 'live').length"))


@pytest.mark.parametrize("end", ["typing", "a button"])
def test_who_types_or_taps_is_not_listened_to(
    hearing: Server, scenes: Path, tmp_path: Path, end: str
) -> None:
    microphone = write_wav(tmp_path / "she.wav", decode(scenes / "d16.wav") + silence(8))
    with browsing(hearing, microphone) as page:
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        assert open_microphones(page) == 0
        page.locator("#speak").click()
        expect(page.locator("#hint")).to_contain_text("直接说", timeout=60_000)
        if end == "typing":
            page.locator("#type").press_sequentially("路")
        else:
            page.locator("#repeat").click()
        expect(page.locator("#hint")).not_to_contain_text("直接说")
        page.wait_for_function("window.tracks.every((t) => t.readyState === 'ended')")


def test_a_setting_in_the_address_turns_it_off(
    hearing: Server, scenes: Path, tmp_path: Path
) -> None:
    microphone = write_wav(tmp_path / "she.wav", decode(scenes / "d02.wav") + silence(8))
    with browsing(hearing, microphone, "/?handsfree=0") as page:
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        page.locator("#speak").click()
        expect(page.locator("#heard-label")).to_have_text("您说", timeout=60_000)
        expect(page.locator("#hint")).to_contain_text("不着急")
        page.wait_for_function("window.tracks.every((t) => t.readyState === 'ended')")
        assert len(page.evaluate("window.tracks.map(String)")) == 1


def test_a_microphone_that_goes_away_takes_nothing_with_it(
    hearing: Server, scenes: Path, tmp_path: Path
) -> None:
    microphone = write_wav(tmp_path / "she.wav", decode(scenes / "d02.wav") + silence(60))
    with browsing(hearing, microphone) as page:
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        page.locator("#speak").click()
        expect(page.locator("#heard")).to_contain_text("我是紫", timeout=30_000)
        page.evaluate("window.tracks.at(-1).dispatchEvent(new Event('ended'))")
        expect(page.locator("#notice")).to_contain_text("话筒断开了")
        expect(page.locator("#heard-label")).to_have_text("您说", timeout=30_000)
        assert page.locator("#heard").inner_text().startswith("我是紫")


def test_a_microphone_that_is_not_there_or_switched_off_is_said(
    hearing: Server, tmp_path: Path
) -> None:
    microphone = write_wav(tmp_path / "nobody.wav", silence(60))
    with browsing(hearing, microphone) as page:
        expect(page.locator("#ear")).to_contain_text("Whisper", timeout=10_000)
        page.locator("#speak").click()
        expect(page.locator("html")).to_have_attribute("data-state", "listening")
        page.evaluate("window.tracks.at(-1).dispatchEvent(new Event('mute'))")
        expect(page.locator("#notice")).to_contain_text("话筒被关掉了")
        page.locator("#cancel").click()
        page.evaluate("""() => {
          const gone = new DOMException('unplugged', 'NotFoundError');
          navigator.mediaDevices.getUserMedia = () => Promise.reject(gone);
        }""")
        page.locator("#speak").click()
        expect(page.locator("#notice")).to_contain_text("没有找到话筒")


def test_who_presses_before_a_full_disk_hears_that_staff_are_needed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    share_cache(home)
    microphone = write_wav(tmp_path / "nobody.wav", silence(1))
    with (
        serving(home, XIAOQING_SPARE_MB=str(2**40)) as server,
        browsing(server, microphone) as page,
    ):
        expect(page.locator("#ear")).to_contain_text("存不下", timeout=10_000)
        page.locator("#speak").click(force=True)  # it is grey, and pressed all the same
        expect(page.locator("#notice")).to_contain_text("请叫工作人员")
        assert "请叫工作人员来看一看。" in page.evaluate("window.said")
        assert open_microphones(page) == 0


NOTICED = """async ({ said, parts }) => {
  const { Noticing } = await import('/kiosk/sound/noticing.js');
  const noticing = new Noticing();
  const rms = (db) => 10 ** (db / 20);
  for (const db of said) noticing.learn(rms(db));
  noticing.begin();
  let chunk = 0;
  for (const [db, count, sounding] of parts) {
    for (let n = 0; n < count; n += 1, chunk += 1) {
      if (noticing.step(rms(db), sounding)) return chunk;
    }
  }
  return null;
}"""
ROOM, ECHO, HERS = -60, -45, -26
QUIET = [ROOM, 20, False]
TALKING = [ECHO, 20, True]


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the counter in it."""
    home = tmp_path_factory.mktemp("counting") / "home"
    share_cache(home)
    microphone = write_wav(home / "nobody.wav", silence(1))
    with serving(home) as server, browsing(server, microphone) as page:
        yield page


@pytest.mark.parametrize(
    ("parts", "noticed"),
    [
        ([QUIET, [HERS, 10, False]], 22),
        ([TALKING, [HERS, 10, True]], 24),
        ([QUIET], None),
        ([TALKING], None),
        ([QUIET, [HERS, 2, False], [ROOM, 3, False], [HERS, 2, False], QUIET], None),
        ([TALKING, [HERS, 3, True], [ECHO, 2, True], [HERS, 2, True], TALKING], None),
        ([QUIET, [HERS - 15, 50, False]], None),
        ([[HERS - 15, 50, False], [HERS, 10, False]], 52),
        ([[HERS, 40, True]], None),
        ([TALKING, [ROOM, 20, False], [HERS - 6, 10, False]], 42),
    ],
    ids=[
        "her, in a quiet room",
        "her, over the kiosk's voice",
        "a quiet room",
        "the kiosk's own voice",
        "a cough",
        "a cough over the kiosk's voice",
        "a television",
        "her, over a television",
        "a kiosk as loud as she is",
        "her, once the kiosk is silent",
    ],
)
def test_her_voice_is_noticed_and_nothing_else(
    counting: Page, parts: list[list[object]], noticed: int | None
) -> None:
    said = [ROOM] * 10 + [HERS] * 30
    assert counting.evaluate(NOTICED, {"said": said, "parts": parts}) == noticed


def test_who_has_not_spoken_yet_is_not_waited_for(counting: Page) -> None:
    parts = [QUIET, [HERS, 10, False]]
    assert counting.evaluate(NOTICED, {"said": [], "parts": parts}) is None
