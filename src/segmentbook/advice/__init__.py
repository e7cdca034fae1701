"""From segments to what a business does about them."""
