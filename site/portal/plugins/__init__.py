"""The public plugin API. Importing it imports no models."""

from portal.plugins.config import PluginConfig

__all__ = ["PluginConfig"]
