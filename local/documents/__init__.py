"""Documents made from the code: the API in words and as OpenAPI, and the data map."""
