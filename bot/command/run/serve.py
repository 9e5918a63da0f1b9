"""`xiaoqing serve`: the kiosk, the API and the chat channel."""

import logging
import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from bot import tls
from bot.app import create_app
from bot.command import command_text, readers
from bot.command.problem import Problem
from bot.command.progress import DownloadProgress, known
from data.settings import Settings
from speech.tts import service
from speech.tts.speaker import SPEAKERS

HELP = """打开一体机页面和接口，默认 http://127.0.0.1:8000 。

给网络上别的一体机用：xiaoqing serve --host 0.0.0.0 --tls（浏览器只对 https 开放麦克风）。"""


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址")] = None,
    port: Annotated[int | None, typer.Option(help="端口")] = None,
    station: Annotated[str | None, typer.Option(help="站点的区划代码")] = None,
    speech: Annotated[str | None, typer.Option(help="听力引擎：auto、none 或模型名")] = None,
    use_tls: Annotated[bool, typer.Option("--tls", help="用 https；没给证书就做一张")] = False,
    certificate: Annotated[Path | None, typer.Option(help="证书（PEM）")] = None,
    key: Annotated[Path | None, typer.Option(help="证书的私钥（PEM）")] = None,
) -> None:
    """Serve until Ctrl-C. Options win over the environment's settings."""
    given = {"host": host, "port": port, "station": readers.station(station), "speech": speech}
    settings = Settings().model_copy(update={k: v for k, v in given.items() if v is not None})
    readers.station(settings.station)
    known(settings.speech)
    _speaker(settings.voice)
    _check_port(settings)
    console = Console(stderr=True, highlight=False)
    credentials = _credentials(settings, use_tls, certificate, key)
    if credentials and credentials.authority:
        console.print(command_text.TLS_MADE.format(path=credentials.authority), soft_wrap=True)
    bar = DownloadProgress(console)
    app = create_app(settings, bar)
    scheme = "https" if credentials else "http"
    console.print(command_text.SERVING.format(url=f"{scheme}://{settings.host}:{settings.port}"))
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    try:
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            ssl_certfile=credentials.certificate if credentials else None,
            ssl_keyfile=credentials.key if credentials else None,
            # People type slowly; a line that closes between two sentences may lose the second.
            timeout_keep_alive=75,
            # A kiosk on a bad line keeps its socket; a dead one is noticed within a minute.
            ws_ping_interval=20,
            ws_ping_timeout=40,
            ws_max_size=4 * 1024 * 1024,
        )
    finally:
        bar.close()


def _speaker(choice: str) -> None:
    choices = (service.AUTO, service.NONE, *SPEAKERS)
    if choice not in choices:
        raise Problem(command_text.NO_VOICE.format(name=choice, names="、".join(choices)), 2)


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            text = command_text.PORT_TAKEN.format(port=settings.port, other=settings.port + 1)
            raise Problem(text) from error


def _credentials(
    settings: Settings, use_tls: bool, certificate: Path | None, key: Path | None
) -> tls.Credentials | None:
    if bool(certificate) != bool(key):
        raise Problem(command_text.TLS_HALF, 2)
    if certificate and key:
        for path in (certificate, key):
            if not path.is_file():
                raise Problem(command_text.NO_FILE.format(path=path))
        return tls.Credentials(certificate, key)
    if not use_tls:
        return None
    return tls.local(settings.home / "tls", tls.names_of_this_machine(settings.host))
