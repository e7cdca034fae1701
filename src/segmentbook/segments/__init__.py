"""From groups to segments: profile and name."""
