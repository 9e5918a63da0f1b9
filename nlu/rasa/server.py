"""Rasa's own program in its own environment: training a project and serving its model."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

PROGRAM = Path(".rasa-venv") / "bin" / "rasa"
"""Where nlu/rasa/install.sh puts it, seen from the project's root."""
HOST = "127.0.0.1"
PORT = 5005
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",  # nothing leaves the machine
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
}


class TrainingError(RuntimeError):
    """Rasa could not be trained; the message is the end of what it said."""


def environment() -> Mapping[str, str]:
    """What Rasa is to see of our environment: all of it, and that it be quiet and private."""
    return {**os.environ, **QUIET}


def train(program: Path, model: Path) -> None:
    """Train the project that `model` belongs to (its folder's parent). Raises TrainingError."""
    name = model.name.removesuffix(".tar.gz")
    command = ("train", "nlu", "--config", "config.yml", "--nlu", "data", "--out", "models")
    done = subprocess.run(  # noqa: S603
        [program.absolute(), *command, "--fixed-model-name", name],
        cwd=model.parent.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        errors="replace",
    )
    if done.returncode or not model.exists():
        raise TrainingError(f"rasa train ended with {done.returncode}:\n{done.stdout[-3000:]}")
    for old in model.parent.glob("*.tar.gz"):
        if old != model:
            old.unlink(missing_ok=True)


def command(program: Path, model: Path, token: str, port: int = PORT) -> list[str]:
    """The command that serves a model on this machine alone, to those who have the token."""
    where = ["--interface", HOST, "--port", str(port)]
    told = ["--model", str(model.absolute()), "--auth-token", token]
    return [str(program.absolute()), "run", "--enable-api", *where, *told]
