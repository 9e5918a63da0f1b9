"""How soon the first sound of an answer comes, and whether what is said is understood.

The answers are those of the real assistant over HTTP; a wait runs from the request to the first
sound in the body. Characters wrong are those that Whisper base hears otherwise in sentences of our
own; by sound, syllables without tones are compared, for 采荷 and 彩河 are said alike.
"""

import re
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
import jieba
from pypinyin import lazy_pinyin

from speech.audio.codec import Resampler
from speech.audio.pcm import SAMPLE_BYTES
from speech.model import weights
from speech.stt import recogniser
from speech.stt.recogniser import SpeechEngine
from speech.tts import speaker
from speech.tts.speaker import Speaker
from speech.tts.spoken_form import spoken
from tests.bench.speech import edits, memory, plain
from tests.conftest import MODELS_HOME
from tests.support.server import Server, serving

VOICE = "kokoro-zh"
HEADER_BYTES = 44
TALK = (
    "清波街道三幢楼下的路灯坏了两个星期了",
    "我姓王",
    "不留",
    "对的",
    "我上次反映的事情怎么样了",
    "谢谢",
)
SENTENCES = (
    "您好，我是小清。有什么事要反映，您慢慢说给我听。",
    "好的，我记下您要找工作人员了，请在这里稍等。",
    "这件事在哪里？说街道、社区，或者路名、小区名都行。",
    "怎么称呼您？办事的人好知道是谁反映的。",
    "留个电话好吗？办好了可以告诉您，别人看不到。",
    "真对不起，我还是没弄明白，要不要请工作人员来帮您？",
    "您反映的是，楼下的路灯坏了两个星期了。",
    "您反映的是，电梯一直坏着，老人下不了楼。",
    "您反映的是，饭店的油烟太大，窗户都不能开。",
    "地方在清波街道三幢二单元。",
    "地方在长庆街道五幢楼下。",
    "地方在采荷街道，菜场旁边。",
    "地方在朝晖街道12幢501室。",
    "地方在拱墅区小河街道。",
    "地方在余杭区良渚街道。",
    "地方在临安区於潜镇。",
    "地方在体育场路105号。",
    "您的编号是 3726 5849。",
    "您的编号是 1094 7285。",
    "您的编号是 6610 3257。",
    "您的编号是 9027 1143。",
    "电话是138 0013 8000。",
    "电话是0571-87654321。",
    "有事请打12345热线。",
    "着火了马上打119。",
    "2026-11-27之前办好。",
    "七天之内给您答复，急事24小时。",
    "已经交给该管的部门，他们还没有开始办。",
    "别人也反映了同一件事，放在一起办。",
    "这样办，您满意吗？满意、基本满意，还是不满意？",
)
_DIGITS = str.maketrans("0123456789幺两", "零一二三四五六七八九一二")
_HAN = re.compile("[^\u4e00-\u9fff]")

_LETTERS: dict[str, str] = {}
"""A character for each syllable, so that syllables can be compared as letters are."""

Row = tuple[str, str, str]


def rows() -> list[Row]:
    """The figures of the voice, where its weights are within reach."""
    try:
        folders = {name: weights.install(name, MODELS_HOME) for name in (VOICE, "whisper-base")}
    except weights.WeightsError as error:
        return [(f"voice, {VOICE}", f"skipped: {error}", "–")]
    return [*first_sounds(), *understood(folders)]


def first_sounds() -> list[Row]:
    """Waits for the answers of one talk, each when it is new and when it was said before."""
    with tempfile.TemporaryDirectory(prefix="xiaoqing-bench-") as folder:
        home = Path(folder) / "home"
        (home / "cache").mkdir(parents=True)
        for path in (MODELS_HOME / "cache").iterdir():
            if path.name != "voice":
                (home / "cache" / path.name).symlink_to(path)
        (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
        with serving(home, XIAOQING_VOICE=VOICE) as server:
            _wait_for_the_voice(server)
            begun = httpx.post(f"{server.url}/api/conversations", json={}).json()
            conversation = begun["conversation"]
            # From now on it is spoken, so nothing is rehearsed beside it.
            _first_sound(server, conversation, begun["reply"]["say"])
            new, cached = [], []
            for text in TALK:
                path = f"{server.url}/api/conversations/{conversation}/turns"
                reply = httpx.post(path, json={"text": text}, timeout=60).json()
                new.append(_first_sound(server, conversation, reply["say"]))
                cached.append(_first_sound(server, conversation, reply["say"]))
    return [
        ("first sound of an answer, cached", f"{median(cached):.2f} s", "≤ 0.6 s"),
        ("first sound of an answer, new", f"{median(new):.2f} s", "≤ 1.2 s"),
        ("first sound of an answer, new, the slowest", f"{max(new):.2f} s", "–"),
    ]


def understood(folders: dict[str, Path]) -> list[Row]:
    """What Whisper base hears of our sentences, and what saying them costs."""
    jieba.setLogLevel("WARNING")
    before = memory()
    voice = speaker.load(VOICE, folders[VOICE], lambda: jieba.lcut)
    voice.say(spoken(SENTENCES[0]))
    began = time.perf_counter()
    sounds = [voice.say(spoken(text)) for text in SENTENCES]
    took = time.perf_counter() - began
    more = memory() - before
    length = sum(len(sound) for sound in sounds) / SAMPLE_BYTES / voice.rate
    engine = recogniser.load("whisper-base", folders["whisper-base"])
    pairs = [
        (_alike(spoken(text)), _alike(_heard(engine, voice, sound)))
        for text, sound in zip(SENTENCES, sounds, strict=True)
    ]
    undelivered = sum(len(wanted) for wanted, _ in pairs)
    wrong = sum(edits(*pair) for pair in pairs) / undelivered
    by_sound = sum(edits(_sound(one), _sound(other)) for one, other in pairs) / undelivered
    return [
        ("voice, seconds of work for a second of speech", f"{took / length:.2f}", "< 1"),
        ("voice, memory", f"{more:.0f} MB", "–"),
        ("voice, characters that Whisper base hears otherwise", f"{wrong:.1%}", "–"),
        ("voice, the same by sound alone", f"{by_sound:.1%}", "–"),
    ]


def _heard(engine: SpeechEngine, voice: Speaker, sound: bytes) -> str:
    resampler = Resampler(voice.rate, 1)
    hearing = engine.open()
    hearing.feed(resampler.feed(sound) + resampler.finish())
    return hearing.finish().text


def _alike(text: str) -> str:
    """Only what is said: digits in words, for whoever hears a code may write either."""
    return _HAN.sub("", plain(text).translate(_DIGITS))


def _sound(text: str) -> str:
    """Its syllables without tones."""
    syllables = lazy_pinyin(text.replace("幢", "壮"))
    return "".join(_LETTERS.setdefault(one, chr(0x4E00 + len(_LETTERS))) for one in syllables)


def _wait_for_the_voice(server: Server) -> None:
    while not httpx.get(f"{server.url}/api/speech").json()["voice"]:
        time.sleep(0.1)


def _first_sound(server: Server, conversation: str, text: str) -> float:
    """Seconds to the first sound. The rest is heard, too: what is cut off would still be made
    when the next answer comes."""
    wish = {"conversation": conversation, "text": text}
    began = time.perf_counter()
    received, first = 0, 0.0
    with httpx.stream("POST", f"{server.url}/api/say", json=wish, timeout=60) as answer:
        for chunk in answer.iter_raw():
            received += len(chunk)
            if received > HEADER_BYTES and not first:
                first = time.perf_counter() - began
    if not first:
        raise RuntimeError(f"{answer.status_code}: no sound of {text}")
    return first
