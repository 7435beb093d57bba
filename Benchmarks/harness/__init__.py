"""Measures imagekit beside its peers."""
