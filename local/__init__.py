"""What runs Parley on one machine: the local AWS, the local API, the demo."""
