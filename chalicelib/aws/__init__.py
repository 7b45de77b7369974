"""The only place that holds AWS clients."""
