"""Everything that runs in a Lambda function."""
