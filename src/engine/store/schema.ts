import type { Connection } from './sqlJs';
import { number, row } from './steps';

/** "SLAI", in the file's header: tells our files from other SQLite databases. */
const applicationId = 0x534c4149;

/** Number n brings a database from version n to n + 1. They only ever get more. */
const migrations: readonly string[] = [
  `
  CREATE TABLE analyses (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    started_at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    lines INTEGER NOT NULL,
    records INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    high INTEGER NOT NULL,
    medium INTEGER NOT NULL,
    low INTEGER NOT NULL,
    levels TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    notes TEXT NOT NULL,
    identity_size INTEGER NOT NULL,
    identity_modified INTEGER,
    identity_hash TEXT NOT NULL,
    settings_hash TEXT NOT NULL
  );
  CREATE INDEX analyses_of_file ON analyses (uri, started_at);

  CREATE TABLE templates (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    template TEXT NOT NULL
  );

  CREATE TABLE groups (
    analysis_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    template_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    first_timestamp INTEGER,
    last_timestamp INTEGER,
    category TEXT NOT NULL,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (analysis_id, number, severity)
  ) WITHOUT ROWID;
  CREATE INDEX groups_of_template ON groups (template_id, analysis_id, number);

  CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY,
    analysis_id INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    count INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    group_counts BLOB NOT NULL,
    packed BLOB NOT NULL
  );
  CREATE INDEX occurrences_of_analysis ON occurrences (analysis_id, severity);
  `,
  `
  -- Messages are packed as what they put into their template, so a template has to come back to the letter: what a
  -- fingerprint stands for here must not be what it stood for in another analysis. Blobs of earlier versions stay as
  -- they are, and are read as ever (olderBlobs.ts).
  CREATE TABLE worded_templates (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    template TEXT NOT NULL
  );
  INSERT INTO worded_templates SELECT id, fingerprint, template FROM templates;
  DROP TABLE templates;
  ALTER TABLE worded_templates RENAME TO templates;
  CREATE INDEX templates_of_fingerprint ON templates (fingerprint);
  `,
  `
  -- Who did what and when; entries are only ever added.
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account TEXT NOT NULL,
    program TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT,
    details TEXT NOT NULL
  );
  CREATE INDEX audit_of_time ON audit (time, id);
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit trail is never changed'); END;
  CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'Nothing is removed from the audit trail'); END;

  -- What the user decided about findings of these fingerprints; members are JSON.
  CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    members TEXT NOT NULL,
    value TEXT
  );

  CREATE TABLE exports (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account TEXT NOT NULL,
    format TEXT NOT NULL,
    target TEXT,
    scope TEXT NOT NULL,
    findings INTEGER NOT NULL
  );

  -- What to do about a fingerprint, where that comes from, and whether it helped (1, 0, or not said).
  CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    time INTEGER NOT NULL,
    source TEXT NOT NULL,
    model_version TEXT,
    confidence REAL NOT NULL,
    content TEXT NOT NULL,
    helped INTEGER
  );
  CREATE INDEX suggestions_of_fingerprint ON suggestions (fingerprint, time);

  CREATE TABLE predictions (
    analysis_id INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    model_version TEXT NOT NULL,
    category TEXT NOT NULL,
    severity INTEGER NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (analysis_id, fingerprint)
  ) WITHOUT ROWID;

  CREATE TABLE anomalies (
    id INTEGER PRIMARY KEY,
    analysis_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    fingerprint TEXT,
    evidence TEXT NOT NULL
  );
  CREATE INDEX anomalies_of_analysis ON anomalies (analysis_id, score);

  -- Analyses that were deleted, each by one deletion, and can still be brought back.
  CREATE TABLE removals (
    analysis_id INTEGER PRIMARY KEY,
    removal INTEGER NOT NULL,
    time INTEGER NOT NULL
  );
  CREATE INDEX removals_together ON removals (removal);
  CREATE VIEW kept_analyses AS SELECT * FROM analyses WHERE id NOT IN (SELECT analysis_id FROM removals);
  `,
  `
  -- When the findings of a group happened (timeCounts.ts); unknown of what was stored before.
  ALTER TABLE groups ADD COLUMN times BLOB;
  `,
  `
  -- Analyses that are not over, and whose they are.
  CREATE TABLE runs (
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    uri TEXT NOT NULL,
    file_name TEXT NOT NULL,
    status TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (host, process, uri)
  ) WITHOUT ROWID;
  `,
  `
  -- Which model said what findings are about; null of what was stored before one did.
  ALTER TABLE analyses ADD COLUMN model_version TEXT;
  `,
];

export const schemaVersion = migrations.length;

/** Whose a database is: `ours`, of a later StackLens AI (`newer`), or not a store at all (`foreign`). */
type Provenance = 'ours' | 'newer' | 'foreign';

export function provenance(connection: Connection): Provenance {
  if (pragma(connection, 'application_id') !== applicationId) return 'foreign';
  return versionOf(connection) > schemaVersion ? 'newer' : 'ours';
}

/**
 * Makes an empty database a store, or brings an older store up to date, to version `target` (by default, ours).
 * Each step happens as a whole or not at all.
 */
export function migrate(connection: Connection, target = schemaVersion): void {
  const version = versionOf(connection);
  if (version === 0) {
    // Both only count before the first table: small pages waste little beside blobs, and removed analyses free space.
    connection.execute('PRAGMA page_size = 1024; PRAGMA auto_vacuum = FULL;');
  }
  migrations.slice(version, target).forEach((migration, index) => {
    connection.transaction(() => {
      connection.execute(migration);
      connection.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + index + 1};`);
    });
  });
}

/** Of the schema; 0 for an empty database. */
export function versionOf(connection: Connection): number {
  return pragma(connection, 'user_version');
}

/** Whether every page of the database is where it belongs. */
export function isSound(connection: Connection): boolean {
  return connection.take(row('PRAGMA quick_check(1)'))?.['quick_check'] === 'ok';
}

function pragma(connection: Connection, name: 'application_id' | 'user_version'): number {
  return number(connection.take(row(`PRAGMA ${name}`)) ?? {}, name);
}
