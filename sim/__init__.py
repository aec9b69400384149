"""busyhour."""
