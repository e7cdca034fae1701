"""Tables behind the business questions."""
