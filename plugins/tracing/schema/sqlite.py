"""SQLite: the same triggers, row by row, and a full-text table over the names."""

TRIGGERS = 7
COUNT_TRIGGERS = """
    SELECT COUNT(*) FROM sqlite_master
    WHERE type = 'trigger' AND name LIKE 'tracing\\_%' ESCAPE '\\'
"""

_WRITTEN = """
    CREATE TRIGGER IF NOT EXISTS tracing_visit_{event} AFTER {event} ON declarations_visit BEGIN
        INSERT INTO tracing_outbox (visit_id) VALUES (NEW.id);
        INSERT INTO tracing_name (name, folded) SELECT NEW.name, NEW.name_folded
        WHERE NOT EXISTS (SELECT 1 FROM tracing_name WHERE name = NEW.name);
    END
"""
INSTALL = (
    _WRITTEN.format(event="insert"),
    _WRITTEN.format(event="update"),
    """
    CREATE TRIGGER IF NOT EXISTS tracing_visit_delete AFTER DELETE ON declarations_visit BEGIN
        INSERT INTO tracing_outbox (visit_id) VALUES (OLD.id);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS tracing_venue_moved AFTER UPDATE ON qr_venues_venue
    WHEN OLD.area_id <> NEW.area_id OR OLD.category_id <> NEW.category_id BEGIN
        INSERT INTO tracing_outbox (venue_id) VALUES (NEW.id);
    END
    """,
    # One token a syllable: folded names hold letters, digits and single spaces only.
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS tracing_name_words USING fts5(
        folded, content='tracing_name', content_rowid='id', detail='none', prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Cn So Sk'"
    )
    """,
    # Which syllables there are at all.
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS tracing_syllable USING fts5vocab(tracing_name_words, 'row')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS tracing_name_insert AFTER INSERT ON tracing_name BEGIN
        INSERT INTO tracing_name_words (rowid, folded) VALUES (NEW.id, NEW.folded);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS tracing_name_delete AFTER DELETE ON tracing_name BEGIN
        INSERT INTO tracing_name_words (tracing_name_words, rowid, folded)
        VALUES ('delete', OLD.id, OLD.folded);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS tracing_name_update AFTER UPDATE ON tracing_name BEGIN
        INSERT INTO tracing_name_words (tracing_name_words, rowid, folded)
        VALUES ('delete', OLD.id, OLD.folded);
        INSERT INTO tracing_name_words (rowid, folded) VALUES (NEW.id, NEW.folded);
    END
    """,
    # Stays that a search by check-in time alone would miss (see engines/database.py).
    """
    CREATE INDEX IF NOT EXISTS tracing_long_stays ON declarations_visit (venue_id, stay_end)
    WHERE julianday(stay_end) - julianday(checked_in) > 0.5
    """,
)
FILL_WORDS = "INSERT INTO tracing_name_words (tracing_name_words) VALUES ('rebuild')"
UNINSTALL = tuple(
    f"DROP TRIGGER IF EXISTS tracing_{name}"
    for name in (
        "visit_insert",
        "visit_update",
        "visit_delete",
        "venue_moved",
        "name_insert",
        "name_delete",
        "name_update",
    )
)
