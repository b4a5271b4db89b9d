"""The real servers that tests and development use: PostgreSQL and Elasticsearch."""
