"""The outbox: letters that a business write promises to send."""
