"""What a request costs: calls, capacity units, processor time, cold start, and answers that survive crashes."""
