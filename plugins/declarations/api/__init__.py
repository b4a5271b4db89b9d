"""The interface for connected systems."""
