"""Decodes queue, and the event loop goes on."""

import asyncio
import threading

from speech.stt.decoding import WORKERS, decoding


def test_no_more_decodes_at_once_than_there_is_room_for() -> None:
    lock, running, most = threading.Lock(), 0, 0
    full = threading.Event()

    def decode(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        full.wait(0.01)
        with lock:
            running -= 1
        return number

    async def many() -> list[int]:
        return await asyncio.gather(*(decoding(decode, number) for number in range(10 * WORKERS)))

    assert asyncio.run(many()) == list(range(10 * WORKERS))
    assert most == WORKERS


def test_the_loop_goes_on_while_a_decode_runs() -> None:
    let_go = threading.Event()

    async def both() -> bool:
        decode = asyncio.create_task(decoding(let_go.wait, 10))
        await asyncio.sleep(0)
        let_go.set()
        return await decode

    assert asyncio.run(both())
