"""Sound as this room knows it: s16le, 16 kHz, mono.

Apart from what reads files, so that a recogniser process need not hold the libraries for that.
"""

SAMPLE_RATE = 16_000
SAMPLE_BYTES = 2
BYTES_PER_SECOND = SAMPLE_RATE * SAMPLE_BYTES


def seconds(n_bytes: int) -> float:
    """How long `n_bytes` of our sound last."""
    return n_bytes / BYTES_PER_SECOND
