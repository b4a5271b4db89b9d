"""Telling a full disk from other faults, whoever meets it: we, PostgreSQL or SQLite."""

import errno

CODE = "disk_full"  # see messages.py
# A limit of the account on the size of files or on its share of the disk comes to the same.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_POSTGRESQL_FULL = "53100"
_SQLITE_FULL = "SQLITE_FULL"


def is_full(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, says that there is no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if getattr(error, "sqlstate", None) == _POSTGRESQL_FULL:
            return True
        if getattr(error, "sqlite_errorname", None) == _SQLITE_FULL:
            return True
        error = error.__cause__
    return False
