"""The two gates through which everything enters: HTTP requests and jobs."""
