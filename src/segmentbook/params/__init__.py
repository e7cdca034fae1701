"""The params of a study: typed, strict, light to import."""
