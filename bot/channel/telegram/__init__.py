"""The messaging bot on Telegram: updates become turns, replies become messages."""

import os

# python-telegram-bot is on its way from seconds to timedelta: where it goes, we are already.
os.environ.setdefault("PTB_TIMEDELTA", "1")
