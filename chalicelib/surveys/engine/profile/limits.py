"""How large anything may be: definitions, their parts, and the answers to them."""

from typing import Final

MOST_ITEMS: Final = 500
MOST_CHOICES: Final = 1_000
MOST_ROWS: Final = 100
MOST_RATES: Final = 20
MOST_RULES: Final = 10
MOST_TRIGGERS: Final = 100
MOST_PANELS: Final = 100
MOST_QUOTAS: Final = 20
FEWEST_OF_QUOTA: Final = 10  # A quota that is full is seen by everybody, so it is never of fewer.
MOST_OF_QUOTA: Final = 1_000_000
MOST_SCALES: Final = 50
MOST_SCALE_ITEMS: Final = 100
MOST_BANDS: Final = 10
MOST_FILES: Final = 20
# Bytes: in base64 of JSON, in base64 of the gateway, this is what a function may be sent.
LARGEST_FILE: Final = 3 * 1024 * 1024
LARGEST_SIGNATURE: Final = 100_000  # Characters of its data address.
LARGEST_DEFINITION: Final = 500_000  # Characters of all texts and keys, and one for each other value.
DEEPEST_DEFINITION: Final = 40
DEEPEST_NESTING: Final = 3  # Tables and repeated panels within one another.
LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 4_000
LONGEST_PATTERN: Final = 500
LONGEST_TEXT: Final = 2_000
LONGEST_COMMENT: Final = 10_000
LONGEST_EXPRESSION: Final = 2_048  # Bytes of UTF-8.
LONGEST_LINK: Final = 2_000
LONGEST_MASK: Final = 100
LARGEST_NUMBER: Final = 10**11
