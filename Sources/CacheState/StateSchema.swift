import GRDB
import WorkerProtocol

/// The tables of a state, and the statements that migrate the tables of older versions. `Docs/state.md` describes the
/// tables.
enum StateSchema {
    static let tables = [source, cacheFile, onDemand, renderers, failures].joined(separator: ";\n")

    /// Names are compared by their bytes (SQLite's BINARY), because sources are visited in byte order of their names.
    /// The column `images` has the stamp of the folder that contains the source's images (`FolderSnapshots`). The last
    /// three columns contain the header of the source.
    private static let source = """
        CREATE TABLE IF NOT EXISTS source (
            name TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, digest BLOB,
            images INTEGER, width INTEGER, height INTEGER, orientation INTEGER
        ) WITHOUT ROWID
        """

    /// In the record of a failure, `rendering` is the identity of the limits.
    private static let cacheFile = """
        CREATE TABLE IF NOT EXISTS cache_file (
            source TEXT, name TEXT, naming INTEGER, state INTEGER, digest BLOB,
            bytes INTEGER, width INTEGER, height INTEGER, format TEXT, failure TEXT, message TEXT,
            output BLOB, checked INTEGER, rendering INTEGER, renderer INTEGER,
            made INTEGER, reason TEXT, tries INTEGER, spent INTEGER,
            PRIMARY KEY (source, name)
        ) WITHOUT ROWID
        """

    private static let onDemand = """
        CREATE TABLE IF NOT EXISTS on_demand (
            name TEXT PRIMARY KEY, source TEXT, generator TEXT, arguments TEXT
        ) WITHOUT ROWID
        """

    /// The table `mentioned` contains the versions of imagekit that have searched for images with faults of earlier
    /// versions. The same version does not search again.
    private static let renderers = """
        CREATE TABLE IF NOT EXISTS renderer (
            number INTEGER PRIMARY KEY, imagekit TEXT, libvips TEXT, build TEXT, library TEXT, loader TEXT
        );
        CREATE TABLE IF NOT EXISTS mentioned (version TEXT PRIMARY KEY) WITHOUT ROWID
        """

    /// The failures that runs reported. They are separate from the records of cache files, because a source can fail
    /// for a while and keep its images. In the state of a shard, `code` is NULL for an image that no longer fails.
    private static let failures = """
        CREATE TABLE IF NOT EXISTS failure (
            source TEXT, generator TEXT, code TEXT, message TEXT, digest BLOB, since INTEGER,
            PRIMARY KEY (source, generator)
        ) WITHOUT ROWID
        """

    /// Any change of the records of a source's cache files clears the stamp in the column `images` of this source. The
    /// triggers belong to the connection and are not in the file. So a state file of the current version that contains
    /// triggers is foreign.
    static let triggers = """
        CREATE TEMP TRIGGER cache_file_written AFTER INSERT ON main.cache_file BEGIN
            UPDATE source SET images = NULL WHERE name = NEW.source AND images IS NOT NULL;
        END;
        CREATE TEMP TRIGGER cache_file_marked AFTER UPDATE ON main.cache_file BEGIN
            UPDATE source SET images = NULL WHERE name = NEW.source AND images IS NOT NULL;
        END;
        CREATE TEMP TRIGGER cache_file_forgotten AFTER DELETE ON main.cache_file BEGIN
            UPDATE source SET images = NULL WHERE name = OLD.source AND images IS NOT NULL;
        END
        """

    /// The oldest version that is migrated.
    static let oldest = 1

    /// For each version, the statements that migrate a state to the next version.
    static let migrations = [
        // Version 1 had no column `naming`. Rows are written by the positions of the columns, and this column is not
        // the last one. But `ALTER TABLE` adds columns only at the end. So copy the table.
        1: """
        CREATE TABLE migrated (
            source TEXT, name TEXT, naming INTEGER, state INTEGER, digest BLOB,
            bytes INTEGER, width INTEGER, height INTEGER, format TEXT, failure TEXT, message TEXT,
            PRIMARY KEY (source, name)
        ) WITHOUT ROWID;
        INSERT INTO migrated
            SELECT source, name, NULL, state, digest, bytes, width, height, format, failure, message FROM cache_file;
        DROP TABLE cache_file;
        ALTER TABLE migrated RENAME TO cache_file
        """,
        2: """
        ALTER TABLE cache_file ADD COLUMN output BLOB;
        ALTER TABLE cache_file ADD COLUMN checked INTEGER;
        ALTER TABLE cache_file ADD COLUMN rendering INTEGER
        """,
        3: "ALTER TABLE source ADD COLUMN images INTEGER",
        4: """
        DROP TRIGGER IF EXISTS cache_file_written;
        DROP TRIGGER IF EXISTS cache_file_forgotten;
        ALTER TABLE cache_file ADD COLUMN renderer INTEGER;
        \(renderers);
        INSERT INTO renderer (number) SELECT \(Renderer.unrecordedNumber) WHERE EXISTS (SELECT 1 FROM cache_file)
        """,
        5: failures,
        6: """
        ALTER TABLE cache_file ADD COLUMN made INTEGER;
        ALTER TABLE cache_file ADD COLUMN reason TEXT
        """,
        7: "ALTER TABLE cache_file ADD COLUMN tries INTEGER; ALTER TABLE cache_file ADD COLUMN spent INTEGER",
        8: """
        ALTER TABLE source ADD COLUMN width INTEGER;
        ALTER TABLE source ADD COLUMN height INTEGER;
        ALTER TABLE source ADD COLUMN orientation INTEGER
        """,
    ]
}
