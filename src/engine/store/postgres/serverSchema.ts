import { type Steps, number, row } from '../steps';

/** The schema of the database in which all of ours stands. */
export const schemaName = 'stacklens';

/** Tables whose rows say whose they are; those of the others are parts of an analysis. */
const owned = ['analyses', 'templates', 'audit', 'feedback', 'exports', 'suggestions'];
const partsOfAnalyses = ['groups', 'occurrences', 'predictions', 'anomalies', 'removals'];

/** Who may do what. A policy says which rows; a grant says what at all. */
const roles = `
  DO $$
  DECLARE name TEXT;
  BEGIN
    FOREACH name IN ARRAY ARRAY['stacklens_admin', 'stacklens_analyst', 'stacklens_viewer'] LOOP
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', name); END IF;
    END LOOP;
    IF NOT pg_has_role(current_user, 'stacklens_admin', 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT stacklens_admin TO %I', current_user);
    END IF;
  END $$;
  GRANT USAGE ON SCHEMA stacklens TO stacklens_admin, stacklens_analyst, stacklens_viewer;
  GRANT SELECT ON ALL TABLES IN SCHEMA stacklens TO stacklens_admin, stacklens_analyst, stacklens_viewer;
  GRANT INSERT, DELETE ON ${['analyses', 'templates', 'suggestions', 'feedback', ...partsOfAnalyses].join(', ')} TO stacklens_admin, stacklens_analyst;
  GRANT UPDATE ON suggestions TO stacklens_admin, stacklens_analyst;
  GRANT INSERT ON audit, exports TO stacklens_admin, stacklens_analyst, stacklens_viewer;
  GRANT INSERT, UPDATE, DELETE ON members TO stacklens_admin;
  GRANT EXECUTE ON FUNCTION teammates() TO stacklens_admin, stacklens_analyst, stacklens_viewer;
`;

/** Policies of a table whose rows say whose they are. */
function policiesOfOwned(table: string, isRemovable: boolean): string[] {
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY all_of_it ON ${table} TO stacklens_admin USING (true) WITH CHECK (true)`,
    `CREATE POLICY of_the_team ON ${table} FOR SELECT TO stacklens_analyst, stacklens_viewer USING (owner IN (SELECT teammates()))`,
    `CREATE POLICY own_new ON ${table} FOR INSERT TO stacklens_analyst, stacklens_viewer WITH CHECK (owner = current_user)`,
    `CREATE POLICY own_changed ON ${table} FOR UPDATE TO stacklens_analyst USING (owner = current_user) WITH CHECK (owner = current_user)`,
    ...(isRemovable ? [`CREATE POLICY own_removed ON ${table} FOR DELETE TO stacklens_analyst USING (owner = current_user)`] : []),
  ];
}

const policies = [
  // A template may be that of others' groups, too: only who sees all of these removes it.
  ...owned.flatMap((table) => policiesOfOwned(table, table !== 'templates')),
  ...partsOfAnalyses.flatMap((table) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY all_of_it ON ${table} TO stacklens_admin USING (true) WITH CHECK (true)`,
    `CREATE POLICY of_the_team ON ${table} FOR SELECT TO stacklens_analyst, stacklens_viewer USING (analysis_id IN (SELECT id FROM analyses))`,
    `CREATE POLICY own_new ON ${table} FOR INSERT TO stacklens_analyst WITH CHECK (analysis_id IN (SELECT id FROM analyses WHERE owner = current_user))`,
    `CREATE POLICY own_removed ON ${table} FOR DELETE TO stacklens_analyst USING (analysis_id IN (SELECT id FROM analyses WHERE owner = current_user))`,
  ]),
  'ALTER TABLE members ENABLE ROW LEVEL SECURITY',
  'CREATE POLICY all_of_it ON members TO stacklens_admin USING (true) WITH CHECK (true)',
  'CREATE POLICY own_teams ON members FOR SELECT TO stacklens_analyst, stacklens_viewer USING (login = current_user)',
].join(';\n');

/** Number n brings a database from version n to n + 1. They only ever get more. */
const migrations: readonly string[] = [
  `
  CREATE TABLE schema_version (version INTEGER NOT NULL);
  INSERT INTO schema_version VALUES (0);

  -- Logins of one team see each other's analyses.
  CREATE TABLE members (login NAME NOT NULL, team TEXT NOT NULL, PRIMARY KEY (login, team));
  CREATE FUNCTION teammates() RETURNS SETOF NAME LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stacklens, pg_temp AS $$
    SELECT session_user UNION SELECT theirs.login FROM members AS mine JOIN members AS theirs USING (team) WHERE mine.login = session_user
  $$;
  REVOKE ALL ON FUNCTION teammates() FROM PUBLIC;

  CREATE TABLE analyses (
    id BIGINT PRIMARY KEY,
    uri TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size BIGINT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    started_at DOUBLE PRECISION NOT NULL,
    duration DOUBLE PRECISION NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    lines BIGINT NOT NULL,
    records BIGINT NOT NULL,
    critical BIGINT NOT NULL,
    high BIGINT NOT NULL,
    medium BIGINT NOT NULL,
    low BIGINT NOT NULL,
    levels TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    notes TEXT NOT NULL,
    identity_size BIGINT NOT NULL,
    identity_modified DOUBLE PRECISION,
    identity_hash TEXT NOT NULL,
    settings_hash TEXT NOT NULL,
    owner NAME NOT NULL DEFAULT current_user
  );
  CREATE INDEX analyses_of_file ON analyses (uri, started_at);

  CREATE TABLE templates (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    template TEXT NOT NULL,
    owner NAME NOT NULL DEFAULT current_user
  );
  CREATE INDEX templates_of_fingerprint ON templates (fingerprint);

  CREATE TABLE groups (
    analysis_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    severity INTEGER NOT NULL,
    template_id BIGINT NOT NULL,
    count BIGINT NOT NULL,
    first_line BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    first_timestamp DOUBLE PRECISION,
    last_timestamp DOUBLE PRECISION,
    category TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    rule TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (analysis_id, number, severity)
  );
  CREATE INDEX groups_of_template ON groups (template_id, analysis_id, number);

  CREATE TABLE occurrences (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    analysis_id BIGINT NOT NULL,
    severity INTEGER NOT NULL,
    count BIGINT NOT NULL,
    first_line BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    group_counts BYTEA NOT NULL,
    packed BYTEA NOT NULL
  );
  -- They are packed already.
  ALTER TABLE occurrences ALTER COLUMN packed SET STORAGE EXTERNAL, ALTER COLUMN group_counts SET STORAGE EXTERNAL;
  CREATE INDEX occurrences_of_analysis ON occurrences (analysis_id, severity);

  CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    time DOUBLE PRECISION NOT NULL,
    account TEXT NOT NULL,
    program TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT,
    details TEXT NOT NULL,
    owner NAME NOT NULL DEFAULT current_user
  );
  CREATE INDEX audit_of_time ON audit (time, id);
  CREATE FUNCTION keep_the_trail() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The audit trail is never changed'; END $$;
  CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_the_trail();
  CREATE TRIGGER audit_is_kept_whole BEFORE TRUNCATE ON audit EXECUTE FUNCTION keep_the_trail();

  CREATE TABLE feedback (
    id BIGINT PRIMARY KEY,
    time DOUBLE PRECISION NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    members TEXT NOT NULL,
    value TEXT,
    owner NAME NOT NULL DEFAULT current_user
  );

  CREATE TABLE exports (
    id BIGINT PRIMARY KEY,
    time DOUBLE PRECISION NOT NULL,
    account TEXT NOT NULL,
    format TEXT NOT NULL,
    target TEXT,
    scope TEXT NOT NULL,
    findings BIGINT NOT NULL,
    owner NAME NOT NULL DEFAULT current_user
  );

  CREATE TABLE suggestions (
    id BIGINT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    time DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    model_version TEXT,
    confidence DOUBLE PRECISION NOT NULL,
    content TEXT NOT NULL,
    helped INTEGER,
    owner NAME NOT NULL DEFAULT current_user
  );
  CREATE INDEX suggestions_of_fingerprint ON suggestions (fingerprint, time);

  CREATE TABLE predictions (
    analysis_id BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    model_version TEXT NOT NULL,
    category TEXT NOT NULL,
    severity INTEGER NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (analysis_id, fingerprint)
  );

  CREATE TABLE anomalies (
    id BIGINT PRIMARY KEY,
    analysis_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    first_line BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    fingerprint TEXT,
    evidence TEXT NOT NULL
  );
  CREATE INDEX anomalies_of_analysis ON anomalies (analysis_id, score);

  CREATE TABLE removals (
    analysis_id BIGINT PRIMARY KEY,
    removal BIGINT NOT NULL,
    time DOUBLE PRECISION NOT NULL
  );
  CREATE INDEX removals_together ON removals (removal);
  ${roles}
  ${policies};
  `,
  `
  -- When the findings of a group happened (timeCounts.ts); unknown of what was stored before.
  ALTER TABLE groups ADD COLUMN times BYTEA;
  `,
  `
  CREATE TABLE runs (
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    uri TEXT NOT NULL,
    file_name TEXT NOT NULL,
    status TEXT NOT NULL,
    since DOUBLE PRECISION NOT NULL,
    owner NAME NOT NULL DEFAULT current_user,
    PRIMARY KEY (host, process, uri)
  );
  GRANT SELECT ON runs TO stacklens_admin, stacklens_analyst, stacklens_viewer;
  GRANT INSERT, DELETE ON runs TO stacklens_admin, stacklens_analyst;
  ${policiesOfOwned('runs', true).join(';\n')};
  `,
  `
  -- Which model said what findings are about; null of what was stored before one did.
  ALTER TABLE analyses ADD COLUMN model_version TEXT;
  `,
];

export const serverSchemaVersion = migrations.length;

/** Of the schema in a database; 0 where it has none yet. */
export function* serverVersion(): Steps<number> {
  const known = yield* row(`SELECT COUNT(*) AS tables FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = '${schemaName}' AND relname = 'schema_version'`);
  if (number(known ?? {}, 'tables') === 0) return 0;
  return number((yield* row(`SELECT version FROM ${schemaName}.schema_version`)) ?? {}, 'version');
}

/** Has others who would bring the schema up to date wait until this transaction is over: two windows may open a new database at once. */
export const migrationLock = 'SELECT pg_advisory_xact_lock(5499209)';

/** Statements that bring a database of a version up to date, all of which are to happen or none. */
export function serverMigration(version: number): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schemaName}`,
    `SET LOCAL search_path = ${schemaName}, pg_temp`,
    ...migrations.slice(version),
    `UPDATE schema_version SET version = ${String(migrations.length)}`,
  ];
}
