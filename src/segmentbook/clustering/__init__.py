"""From customer features to groups: transform, choice of k, the fitted model."""
