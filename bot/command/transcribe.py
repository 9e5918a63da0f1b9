"""`xiaoqing transcribe`: recordings to text, a line for each."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.command import command_text
from bot.command.progress import fetch
from data.settings import Settings
from speech.audio.codec import AudioError, decode
from speech.turn.transcription import transcribe as recognise

HELP = """把录音变成文字，每个文件一行：路径、制表符、文字。

例：xiaoqing transcribe 录音.wav"""


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="录音文件，WAV、OGG、MP3 都行")],
    engine: Annotated[str, typer.Option(help="听力引擎：auto 或模型名")] = "auto",
) -> None:
    """Print path, tab and text for each file; a file that cannot be read does not stop the rest."""
    settings = Settings()
    console = Console(stderr=True, highlight=False)
    stt = fetch(settings, engine, console)
    failed = 0
    with Progress(console=console, disable=not sys.stderr.isatty()) as bar:
        for path in bar.track(files, description=command_text.TRANSCRIBING):
            try:
                text = recognise(decode(path), stt).text
            except (AudioError, OSError) as error:
                failed += 1
                console.print(
                    command_text.NOT_TRANSCRIBED.format(path=path, why=error),
                    style="red",
                    markup=False,
                )
                continue
            print(f"{path}\t{text}", flush=True)
    if failed:
        raise SystemExit(1)
