"""The local AWS: MiniStack under a wrapper in which "acknowledged" means "saved"."""
