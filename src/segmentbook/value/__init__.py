"""What a customer will do next: whether she is still active, and what the next period brings."""
