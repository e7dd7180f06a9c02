"""The shop's clock runs 600 times too fast, so that a second of failing fills ten minutes of log."""
import datetime
import time

OPENING = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.timezone.utc)
STARTED = time.monotonic()


def shop_time() -> datetime.datetime:
    return OPENING + datetime.timedelta(seconds=(time.monotonic() - STARTED) * 600)
