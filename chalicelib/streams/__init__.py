"""What comes in from DynamoDB streams."""
