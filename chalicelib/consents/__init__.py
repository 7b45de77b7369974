"""Consents: receipts of what people agreed to, their withdrawal, and the notice that they agree to."""
