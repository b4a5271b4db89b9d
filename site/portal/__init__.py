"""The host: settings, addresses, start-up, and portal.plugins, the API that plugins build on."""

__version__ = "1.0.0"
