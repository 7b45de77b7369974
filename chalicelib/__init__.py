"""Everything that runs in a Lambda function."""

import gc

# To start is to make some hundred thousand objects that stay. At Python's own threshold they are looked through for
# garbage over and over, which takes up to a fifth of a cold start.
gc.set_threshold(100_000, 20, 20)
