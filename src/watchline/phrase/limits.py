"""What a phrasebook and a phrase may be at most; beyond it nothing is read further."""

from __future__ import annotations

from typing import Final

FILE_BYTES_MAX: Final = 1_048_576
"""Bytes of a phrasebook file; the shipped one has about 70,000."""
ROWS_MAX: Final = 1_024
"""Rows with the header; the shipped one has 130. What an officer has never seen, he does not use."""
ROW_CHARACTERS_MAX: Final = 16_384
"""Characters of one row: all texts of one phrase in sixteen languages."""
TEXT_CHARACTERS_MAX: Final = 400
"""Characters of one phrase in one language; the longest shipped one has 115. It is read aloud in one breath or two."""
LANGUAGES_MAX: Final = 16
COLUMNS_MAX: Final = 8 + LANGUAGES_MAX
PARAMETERS_MAX: Final = 8
"""Parameters of one phrase; AC01 has six."""
REPLIES_MAX: Final = 8
ITEMS_MAX: Final = 16
"""Positions of an area or a path, references of a list."""
VALUE_CHARACTERS_MAX: Final = 256
"""Characters of one text value."""
REVIEWER_CHARACTERS_MAX: Final = 128
