"""Receipt codes: eight digits, easy to say, hard to guess, and a slip of the tongue shows.

Seven random digits and a check digit by Damm's quasigroup (H. M. Damm, 2004), which
catches every single wrong digit and every swap of neighbours.
"""

import secrets

DIGITS = 8

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
# 一 and 七 sound alike over a loudspeaker, so 1 is read 幺, as with telephone numbers.
_SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))


def fresh() -> str:
    """A new code. The first digit is never 0, so that nobody drops it."""
    body = str(secrets.choice(range(1, 10))) + "".join(
        secrets.choice("0123456789") for _ in range(DIGITS - 2)
    )
    return body + _check(body)


def valid(code: str) -> bool:
    """Whether this can be a code at all: the length and the check digit are right."""
    return len(code) == DIGITS and code.isascii() and code.isdigit() and _check(code) == "0"


def shown(code: str) -> str:
    """The code as it is written on the screen: 3726 5849."""
    return f"{code[:4]} {code[4:]}"


def spoken(code: str) -> str:
    """The code as it is read aloud, digit by digit, with a breath in the middle."""
    words = "".join(_SPOKEN[digit] for digit in code)
    return f"{words[:4]}，{words[4:]}"


def _check(digits: str) -> str:
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return str(row)
