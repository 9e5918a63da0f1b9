"""The log: a line of JSON for each notice, for whoever no channel reaches yet."""

import json
import os
from pathlib import Path

from handlers.notification.dispatcher import DeliveryError, OutgoingMessage


class LogFileTransport:
    """Appends to a file; a line is there whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def carry(self, outgoing: OutgoingMessage) -> None:
        """Write the line. A power cut may lose it; the notice itself stands in the database."""
        fields = {"key": outgoing.key, "to": outgoing.address, "words": outgoing.words}
        line = json.dumps(fields, ensure_ascii=False) + "\n"
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)
        except OSError as error:
            raise DeliveryError(str(error)) from error
