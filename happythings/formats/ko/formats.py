"""오전 and 오후 stand before the hour; Django puts them behind it."""

from typing import Final

DATETIME_FORMAT: Final = "Y년 n월 j일 A g:i"
