"""Measures imagekit and its peers."""
