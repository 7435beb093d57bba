"""States whose records were edited: valid databases with hostile names, sizes, kinds, and schemas."""
import hashlib
import os
import sqlite3
import subprocess

from .site import Tally, sample

CANARY = b"the secret of another folder"
NAMES = [
    "../secret", "../../secret", "secret.jpg", "photos/{source}", "CACHE/images/../../photos/{source}", "CACHE/images/../secret",
    "CACHE/images/./{tail}", "CACHE/images//{tail}", "CACHE/images/{tail}/", "/etc/passwd", "{site}/secret", "", ".", "..",
    "CACHE/images", "CACHE/images/", "CACHE/imagesx/secret", "CACHE/images/.imagekit/lock", "CACHE/images/.imagekit/state.sqlite3",
    "CACHE/images/{tail}\0../../../secret", "./CACHE/images/{tail}", "CACHE/images/photos/../../../../secret", "cache/images/{tail}",
]
NUMBERS = [0, 1, -1, 255, 2**31, 2**63 - 1, -(2**63), None, "text", b"\xff\xfe", 0.5, "1e400"]
SCHEMAS = [
    "CREATE VIEW extra AS SELECT * FROM source", "CREATE TABLE extra (a)", "CREATE INDEX extra ON cache_file (bytes)",
    "CREATE TRIGGER extra AFTER INSERT ON cache_file BEGIN UPDATE cache_file SET name = '../secret'; END",
    "CREATE TRIGGER extra AFTER DELETE ON source BEGIN DELETE FROM cache_file; END",
    "ALTER TABLE source ADD COLUMN extra INTEGER", "ALTER TABLE cache_file ADD COLUMN extra AS (bytes * 2)",
    "DROP TABLE on_demand", "DROP TABLE renderer", "PRAGMA user_version = 99", "PRAGMA user_version = 1", "PRAGMA user_version = -1",
]
COMMANDS = [
    ["generateimages"], ["generateimages", "--verify"], ["generateimages", "--outdated"], ["generateimages", "-v"], ["status"],
    ["prune", "--yes"], ["clear", "**"], ["invalidate", "**"], ["generateimage", "app:small", "--content", "photos/{source}"],
    ["thumbnail", "20x20", "photos/{source}"], ["generateimages", "app:small"],
]


def hostile(trial):
    """Edits records and runs a command. No file outside the cache folder may change or be printed, and no process may
    crash."""
    tally = Tally()
    pictures = dict(list(sample().items())[:2])
    with trial.site(pictures) as site:
        for folder in (site.path, site.path / "media", site.path / "media/CACHE"):
            folder.mkdir(exist_ok=True)
            (folder / "secret").write_bytes(CANARY)
            (folder / "secret.jpg").write_bytes(CANARY)
        site.run()
        run(site, ["thumbnail", "20x20", "photos/" + min(pictures)])
        state = site.cache / ".imagekit/state.sqlite3"
        whole, outside = state.read_bytes(), outsiders(site)
        for _ in range(trial.scaled(10_000)):
            remove(state)
            state.write_bytes(whole)
            edits = edit(state, trial.rng, site, sorted(pictures))
            command = [part.format(source=trial.rng.choice(sorted(pictures))) for part in trial.rng.choice(COMMANDS)]
            process = run(site, command)
            tally.add(
                f"{' '.join(command)} after {edits}", died=process.returncode not in (0, 1) and process.returncode,
                changed=difference(outside, outsiders(site)), printed=CANARY in process.stdout + process.stderr,
            )
    return tally


def run(site, command):
    return subprocess.run([site.imagekit, *command], cwd=site.path, capture_output=True, env=os.environ | {"IMAGEKIT_TIMEOUT": "10"})


def remove(state):
    for suffix in ("", "-wal", "-shm", "-journal"):
        state.with_name(state.name + suffix).unlink(missing_ok=True)


def edit(path, rng, site, sources):
    """Edits a few values and removes the seal.

    Without the seal, the state has only SQLite's own protection, as after a killed run.
    """
    database = sqlite3.connect(path, isolation_level=None)
    database.text_factory = bytes
    done = []

    def execute(sql, values=()):
        try:
            database.execute(sql, values)
            done.append((sql, values))
        except sqlite3.Error:
            pass

    execute("PRAGMA application_id = 0")
    known = [row[0].decode() for row in database.execute("SELECT name FROM cache_file")]
    for _ in range(rng.choice((1, 1, 2, 5))):
        name = rng.choice(NAMES).format(
            source=rng.choice(sources), site=site.path, tail=rng.choice(known).removeprefix("CACHE/images/")
        )
        kind = rng.random()
        if kind < 0.5:
            column = rng.choice(("name", "name", "source"))
            execute(f"UPDATE cache_file SET {column} = ? WHERE name = ?", (name, rng.choice(known)))
        elif kind < 0.6:
            # The record gets another naming, so its name counts as a former name, and a run would rename the file.
            execute("UPDATE cache_file SET name = ?, naming = 5, bytes = ? WHERE name = ?", (name, len(CANARY), rng.choice(known)))
        elif kind < 0.8:
            column = rng.choice("naming state digest bytes width height format failure message output checked rendering renderer tries spent".split())
            execute(f"UPDATE cache_file SET {column} = ? WHERE name = ?", (rng.choice(NUMBERS), rng.choice(known)))
        elif kind < 0.85:
            column = rng.choice("size modified changed inode digest images".split())
            execute(f"UPDATE source SET {column} = ?", (rng.choice(NUMBERS),))
        elif kind < 0.95:
            column = rng.choice("name source generator arguments".split())
            execute(f"UPDATE on_demand SET {column} = ?", (rng.choice((name, "app:small", rng.choice(NUMBERS))),))
        else:
            execute(rng.choice(SCHEMAS))
    database.close()
    return done


def outsiders(site):
    """Returns the digests of all files outside the cache folder."""
    files = (path for path in site.path.rglob("*") if path.is_file() and site.cache not in path.parents)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def difference(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
