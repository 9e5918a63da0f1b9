"""Names and numbers for eyes that do not need them."""

_SHOWN_HEAD, _SHOWN_TAIL = 3, 4


def name(text: str | None) -> str | None:
    """王秀英 as 王**."""
    return text[0] + "*" * max(1, len(text) - 1) if text else None


def phone(text: str | None) -> str | None:
    """13588123456 as 135****3456; a short number all covered."""
    if not text:
        return None
    if len(text) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return "*" * len(text)
    return text[:_SHOWN_HEAD] + "****" + text[-_SHOWN_TAIL:]
