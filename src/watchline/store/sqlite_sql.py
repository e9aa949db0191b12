"""Every SQL statement of the SQLite store, by name. A second dialect is a second file with the same names.

Keys are explicit 64-bit integers, text and bytes, compared bytewise. An entry's place is log number * 2**40 + index, a
checkpoint's log number * 2**40 + size: measured, one integer key appends a third faster than the pair (log, index).
The feed has one row for each batch: ``[[view, key] …]`` in MessagePack under the number of the last of them.
No clock, no trigger, no JSON, no number that the database makes up.
"""

from __future__ import annotations

APPLICATION_ID = 0x574C4E31
"""'WLN1' in the file header: this file is a Watchline record."""

SCHEMA_VERSION = 1

PLACE_BITS = 40

CREATE = """
CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE fence (line BLOB PRIMARY KEY, fence INTEGER NOT NULL, owner TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE log (
  origin TEXT PRIMARY KEY, number INTEGER NOT NULL, size INTEGER NOT NULL, size_before INTEGER NOT NULL,
  root BLOB NOT NULL, state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
  place INTEGER PRIMARY KEY, depth INTEGER NOT NULL, leaf_hash BLOB NOT NULL, leaf BLOB NOT NULL, salt BLOB, body BLOB
) STRICT;
CREATE TABLE node (
  log INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (log, level, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (place INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE cosignature (
  log INTEGER NOT NULL, mirror TEXT NOT NULL, size INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (log, mirror)
) STRICT, WITHOUT ROWID;
CREATE TABLE row (
  view TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (view, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed (last INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
INSERT INTO meta VALUES ('schema', 1), ('feed', 0);
"""

BEGIN = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"

META = "SELECT number FROM meta WHERE name = ?"
DATA_VERSION = "PRAGMA data_version"
FEED_LAST = "SELECT number FROM meta WHERE name = 'feed'"
SET_FEED_LAST = "UPDATE meta SET number = ? WHERE name = 'feed'"

FENCE = "SELECT fence, owner FROM fence WHERE line = ?"
SET_FENCE = (
    "INSERT INTO fence VALUES (?, ?, ?) ON CONFLICT (line) DO UPDATE SET fence = excluded.fence, owner = excluded.owner"
)
GIVE_BACK = "UPDATE fence SET owner = '' WHERE line = ? AND fence = ? AND owner = ?"

LOG = "SELECT number, size, size_before, root FROM log WHERE origin = ?"
LOG_NUMBER = "SELECT number FROM log WHERE origin = ?"
LOG_NUMBER_LAST = "SELECT coalesce(max(number), 0) FROM log"
LOGS = "SELECT origin, size, root, size_before, state FROM log WHERE origin >= ? AND origin < ? ORDER BY origin"
ADD_LOG = "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)"
SET_LOG = "UPDATE log SET size = ?, size_before = ?, root = ?, state = ? WHERE origin = ?"

ADD_ENTRY = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)"
ENTRY = "SELECT leaf, leaf_hash, salt, body, depth FROM entry WHERE place = ?"
ENTRIES = (
    "SELECT place & 1099511627775, leaf, leaf_hash, salt, body, depth FROM entry"
    " WHERE place >= ? AND place < ? ORDER BY place LIMIT ?"
)
ERASE_ENTRY = "UPDATE entry SET salt = NULL, body = NULL WHERE place = ?"
LEAF_HASHES = "SELECT leaf_hash FROM entry WHERE place >= ? AND place < ? ORDER BY place"

ADD_NODE = "INSERT INTO node VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
NODE_HASHES = "SELECT hash FROM node WHERE log = ? AND level = ? AND number >= ? AND number < ? ORDER BY number"

ADD_CHECKPOINT = "INSERT INTO checkpoint VALUES (?, ?) ON CONFLICT DO NOTHING"
CHECKPOINT = "SELECT note FROM checkpoint WHERE place = ?"
CHECKPOINT_BELOW = (
    "SELECT place & 1099511627775, note FROM checkpoint WHERE place >= ? AND place <= ? ORDER BY place DESC LIMIT 1"
)
CHECKPOINT_ABOVE = (
    "SELECT place & 1099511627775, note FROM checkpoint WHERE place >= ? AND place <= ? ORDER BY place LIMIT 1"
)

SET_COSIGNATURE = (
    "INSERT INTO cosignature VALUES (?, ?, ?, ?)"
    " ON CONFLICT (log, mirror) DO UPDATE SET size = excluded.size, line = excluded.line"
)
COSIGNATURES = "SELECT mirror, size, line FROM cosignature WHERE log = ? ORDER BY mirror"

SET_ROW = "INSERT INTO row VALUES (?, ?, ?) ON CONFLICT (view, key) DO UPDATE SET value = excluded.value"
DELETE_ROW = "DELETE FROM row WHERE view = ? AND key = ?"
ROW = "SELECT value FROM row WHERE view = ? AND key = ?"
ROWS_FROM = "SELECT key, value FROM row WHERE view = ? AND key >= ? ORDER BY key LIMIT ?"
ROWS_FROM_TO = "SELECT key, value FROM row WHERE view = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"
ROWS_AFTER = "SELECT key, value FROM row WHERE view = ? AND key > ? ORDER BY key LIMIT ?"
ROWS_AFTER_TO = "SELECT key, value FROM row WHERE view = ? AND key > ? AND key < ? ORDER BY key LIMIT ?"

ADD_FEED = "INSERT INTO feed VALUES (?, ?)"
FEED = "SELECT last, rows FROM feed WHERE last > ? ORDER BY last"
TRIM_FEED = "DELETE FROM feed WHERE last <= ?"
