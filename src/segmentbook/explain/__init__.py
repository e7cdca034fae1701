"""What makes a customer one of a segment, and whether it matters later."""
