"""The replay of answers exported from another product: sent through the API, counted twice, compared."""
