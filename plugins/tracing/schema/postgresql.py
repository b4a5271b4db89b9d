"""PostgreSQL: triggers run once a statement, so that a bulk insert costs two more statements."""

TRIGGERS = 5
COUNT_TRIGGERS = """
    SELECT COUNT(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE tgname LIKE 'tracing\\_%' AND pg_table_is_visible(c.oid)
"""

# Names are inserted in order, so that two bulk inserts cannot wait for each other in a ring.
_WRITTEN = """
    CREATE OR REPLACE FUNCTION tracing_visits_written() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tracing_outbox (visit_id) SELECT id FROM written;
        INSERT INTO tracing_name (name, folded)
            SELECT w.name, MIN(w.name_folded) FROM written w
            WHERE NOT EXISTS (SELECT FROM tracing_name n WHERE n.name = w.name)
            GROUP BY w.name ORDER BY w.name
            ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
"""
# Few: some thousand syllables make up all names. The fuzzy search asks which of the hundreds of
# misspellings of a syllable exist at all.
_NAMED = """
    CREATE OR REPLACE FUNCTION tracing_names_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tracing_syllable (syllable)
            SELECT DISTINCT s FROM added, unnest(string_to_array(added.folded, ' ')) s
            WHERE NOT EXISTS (SELECT FROM tracing_syllable k WHERE k.syllable = s)
            ORDER BY s ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
"""
_DELETED = """
    CREATE OR REPLACE FUNCTION tracing_visits_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tracing_outbox (visit_id) SELECT id FROM gone;
        RETURN NULL;
    END $$
"""
_VENUE = """
    CREATE OR REPLACE FUNCTION tracing_venue_moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tracing_outbox (venue_id) VALUES (NEW.id);
        RETURN NULL;
    END $$
"""
INSTALL = (
    "CREATE TABLE IF NOT EXISTS tracing_syllable (syllable text PRIMARY KEY)",
    _NAMED,
    """
    CREATE OR REPLACE TRIGGER tracing_name_insert AFTER INSERT ON tracing_name
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tracing_names_added()
    """,
    _WRITTEN,
    _DELETED,
    _VENUE,
    """
    CREATE OR REPLACE TRIGGER tracing_visit_insert AFTER INSERT ON declarations_visit
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tracing_visits_written()
    """,
    """
    CREATE OR REPLACE TRIGGER tracing_visit_update AFTER UPDATE ON declarations_visit
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tracing_visits_written()
    """,
    """
    CREATE OR REPLACE TRIGGER tracing_visit_delete AFTER DELETE ON declarations_visit
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION tracing_visits_deleted()
    """,
    """
    CREATE OR REPLACE TRIGGER tracing_venue_moved AFTER UPDATE ON qr_venues_venue FOR EACH ROW
    WHEN (OLD.area_id <> NEW.area_id OR OLD.category_id <> NEW.category_id)
    EXECUTE FUNCTION tracing_venue_moved()
    """,
    # The syllables of names; the words of a question come as a tsquery.
    """
    CREATE INDEX IF NOT EXISTS tracing_name_words ON tracing_name
    USING gin (array_to_tsvector(string_to_array(folded, ' ')))
    """,
    # Stays that a search by check-in time alone would miss (see engines/database.py).
    """
    CREATE INDEX IF NOT EXISTS tracing_long_stays ON declarations_visit (venue_id, stay_end)
    WHERE stay_end - checked_in > interval '12 hours'
    """,
    # Lets the planner know that long stays are few.
    """
    CREATE STATISTICS IF NOT EXISTS tracing_stay_length ON (stay_end - checked_in)
    FROM declarations_visit
    """,
)
FILL_WORDS = """
    INSERT INTO tracing_syllable (syllable)
    SELECT DISTINCT s FROM tracing_name n, unnest(string_to_array(n.folded, ' ')) s
    ON CONFLICT DO NOTHING
"""
UNINSTALL = (
    "DROP TRIGGER IF EXISTS tracing_name_insert ON tracing_name",
    "DROP TRIGGER IF EXISTS tracing_visit_insert ON declarations_visit",
    "DROP TRIGGER IF EXISTS tracing_visit_update ON declarations_visit",
    "DROP TRIGGER IF EXISTS tracing_visit_delete ON declarations_visit",
    "DROP TRIGGER IF EXISTS tracing_venue_moved ON qr_venues_venue",
)
