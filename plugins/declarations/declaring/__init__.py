"""Health declarations and declarations of domestic movement."""
