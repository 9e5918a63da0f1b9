"""`make rasa`: write the project, train it where it changed, and serve it until interrupted."""

import argparse
import os
import sys
from pathlib import Path

from data.settings import Settings
from nlu.intent import examples
from nlu.rasa import project, server, token
from nlu.rasa.project import Pipeline


def main() -> None:
    """Say on stderr what is being done, then become Rasa."""
    told = argparse.ArgumentParser(prog="make rasa", description=__doc__)
    told.add_argument("--pipeline", type=Pipeline, choices=list(Pipeline), default=Pipeline.LINEAR)
    told.add_argument("--port", type=int, default=server.PORT)
    told.add_argument("--program", type=Path, default=server.PROGRAM)
    wish = told.parse_args()
    settings = Settings()
    folder = settings.home / "rasa" / wish.pipeline
    model = project.write(folder, wish.pipeline, examples.read(examples.files()))
    if not model.exists():
        _say(f"training {wish.pipeline}")
        try:
            server.train(wish.program, model)
        except server.TrainingError as error:
            sys.exit(str(error))
    secret = settings.rasa_token or token.make(settings.home)
    url = f"http://{server.HOST}:{wish.port}"
    _say(f"serving at {url} in some ten seconds; then: XIAOQING_RASA_URL={url} --engine rasa")
    command = server.command(wish.program, model, secret, wish.port)
    os.execve(command[0], command, server.environment())  # noqa: S606


def _say(text: str) -> None:
    print(f"rasa: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
