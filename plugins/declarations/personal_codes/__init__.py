"""The personal code that a declaration gives: an opaque token which a gate reads."""
