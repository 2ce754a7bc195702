"""Dates as people write them, by language, where Django's own are odd."""
