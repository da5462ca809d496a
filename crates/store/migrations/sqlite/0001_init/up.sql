CREATE TABLE roles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  highlighted INTEGER NOT NULL,
  position INTEGER NOT NULL,
  permissions INTEGER NOT NULL,
  require_2fa INTEGER NOT NULL,
  collection_limit INTEGER NOT NULL
) STRICT;
-- The role of everybody, and the three that Mastodon has after installation.
INSERT INTO roles (id, name, color, highlighted, position, permissions, require_2fa, collection_limit)
VALUES (-99, '', '', 0, -1, 65536, 0, 10);
INSERT INTO roles (name, color, highlighted, position, permissions, require_2fa, collection_limit)
VALUES ('Moderator', '', 1, 10, 1049884, 0, 10),
  ('Admin', '', 1, 100, 2031612, 0, 10),
  ('Owner', '', 1, 1000, 1, 0, 10);

CREATE TABLE instances (
  domain TEXT PRIMARY KEY,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL,
  username_lower TEXT NOT NULL,
  domain TEXT REFERENCES instances,
  uri TEXT NOT NULL,
  url TEXT NOT NULL,
  display_name TEXT NOT NULL,
  display_name_lower TEXT NOT NULL,
  note TEXT NOT NULL,
  fields TEXT NOT NULL,
  kind TEXT NOT NULL,
  locked INTEGER NOT NULL,
  discoverable INTEGER,
  indexable INTEGER NOT NULL,
  hide_collections INTEGER,
  avatar TEXT,
  avatar_description TEXT NOT NULL,
  header TEXT,
  header_description TEXT NOT NULL,
  memorial INTEGER NOT NULL,
  silenced_at TEXT,
  sensitized_at TEXT,
  suspended_at TEXT,
  suspension_origin TEXT,
  deletion_due_at TEXT,
  purged_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_acct ON accounts (username_lower, coalesce(domain, ''));
CREATE UNIQUE INDEX accounts_uri ON accounts (uri);
CREATE INDEX accounts_display_name ON accounts (display_name_lower);
CREATE INDEX accounts_domain ON accounts (domain, id) WHERE domain IS NOT NULL;
-- Of indexes that fit alike, SQLite takes the last: the narrower come later.
CREATE INDEX accounts_local ON accounts (id) WHERE domain IS NULL;
CREATE INDEX accounts_silenced ON accounts (id) WHERE silenced_at IS NOT NULL;
CREATE INDEX accounts_sensitized ON accounts (id) WHERE sensitized_at IS NOT NULL;
CREATE INDEX accounts_suspended ON accounts (id) WHERE suspended_at IS NOT NULL;
CREATE INDEX accounts_local_active ON accounts (id) WHERE domain IS NULL AND suspended_at IS NULL;
CREATE INDEX accounts_local_silenced ON accounts (id) WHERE domain IS NULL AND silenced_at IS NOT NULL;
CREATE INDEX accounts_local_suspended ON accounts (id) WHERE domain IS NULL AND suspended_at IS NOT NULL;
CREATE INDEX accounts_deletion_due ON accounts (deletion_due_at) WHERE deletion_due_at IS NOT NULL;

CREATE TABLE account_stats (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  followers_count INTEGER NOT NULL,
  following_count INTEGER NOT NULL,
  statuses_count INTEGER NOT NULL,
  last_status_at TEXT
) STRICT;

CREATE TABLE applications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  website TEXT,
  redirect_uris TEXT NOT NULL,
  scopes TEXT NOT NULL,
  client_id TEXT NOT NULL UNIQUE,
  client_secret_hash TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  email TEXT NOT NULL UNIQUE,
  unconfirmed_email TEXT,
  password_hash TEXT NOT NULL,
  role_id INTEGER REFERENCES roles ON DELETE SET NULL,
  locale TEXT,
  approved INTEGER NOT NULL,
  disabled INTEGER NOT NULL,
  confirmed_at TEXT,
  confirmation_hash TEXT UNIQUE,
  confirmation_sent_at TEXT,
  second_factor_at TEXT,
  invite_request TEXT,
  application_id INTEGER REFERENCES applications ON DELETE SET NULL,
  invited_by_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  settings TEXT NOT NULL,
  seen_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX users_pending ON users (account_id) WHERE NOT approved;
CREATE INDEX users_disabled ON users (account_id) WHERE disabled;
CREATE INDEX users_unconfirmed ON users (confirmation_sent_at) WHERE confirmed_at IS NULL;
CREATE INDEX users_role ON users (role_id) WHERE role_id IS NOT NULL;
CREATE INDEX users_invited_by ON users (invited_by_account_id) WHERE invited_by_account_id IS NOT NULL;
CREATE INDEX users_seen ON users (seen_at);

CREATE TABLE user_ips (
  account_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  ip BLOB NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (account_id, ip)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_ips_ip ON user_ips (ip);
CREATE INDEX user_ips_used_at ON user_ips (used_at);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  used_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_used_at ON sessions (used_at);

CREATE TABLE authorization_codes (
  code_hash TEXT PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES applications ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  code_challenge TEXT,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX authorization_codes_account ON authorization_codes (account_id);
CREATE INDEX authorization_codes_expires_at ON authorization_codes (expires_at);

CREATE TABLE access_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  application_id INTEGER NOT NULL REFERENCES applications ON DELETE CASCADE,
  account_id INTEGER REFERENCES users ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX access_tokens_account ON access_tokens (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE warning_presets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  category TEXT NOT NULL,
  comment TEXT NOT NULL,
  status_ids TEXT NOT NULL,
  rule_ids TEXT NOT NULL,
  action_taken_at TEXT,
  action_taken_by_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  assigned_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX reports_account ON reports (account_id);
CREATE INDEX reports_target ON reports (target_account_id, id);
CREATE INDEX reports_action_taken_by ON reports (action_taken_by_account_id);
CREATE INDEX reports_assigned ON reports (assigned_account_id);
CREATE INDEX reports_unresolved ON reports (target_account_id) WHERE action_taken_at IS NULL;

CREATE TABLE strikes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  action TEXT NOT NULL,
  text TEXT NOT NULL,
  report_id INTEGER REFERENCES reports ON DELETE SET NULL,
  status_ids TEXT,
  overruled_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX strikes_account ON strikes (account_id);
CREATE INDEX strikes_report ON strikes (report_id);
CREATE INDEX strikes_target ON strikes (target_account_id, id);

CREATE TABLE action_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER,
  action TEXT NOT NULL,
  target_type TEXT NOT NULL,
  target_id INTEGER,
  human_identifier TEXT NOT NULL,
  reason TEXT,
  report_id INTEGER,
  expires_at TEXT,
  batch INTEGER,
  reverts INTEGER,
  effects TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX action_log_target ON action_log (target_type, target_id, id);
CREATE INDEX action_log_account ON action_log (account_id, id);
CREATE TRIGGER action_log_is_never_changed BEFORE UPDATE ON action_log
BEGIN
  SELECT raise(ABORT, 'the action log is append-only');
END;
CREATE TRIGGER action_log_is_never_pruned BEFORE DELETE ON action_log
BEGIN
  SELECT raise(ABORT, 'the action log is append-only');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER action_log_is_never_written_over BEFORE INSERT ON action_log
WHEN EXISTS (SELECT 1 FROM action_log WHERE id = new.id)
BEGIN
  SELECT raise(ABORT, 'the action log is append-only');
END;

CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  from_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind TEXT NOT NULL,
  strike_id INTEGER REFERENCES strikes ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX notifications_account ON notifications (account_id, id);
CREATE INDEX notifications_strike ON notifications (strike_id);
CREATE INDEX notifications_from ON notifications (from_account_id);

CREATE TABLE canonical_email_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  canonical_email_hash TEXT NOT NULL UNIQUE,
  reference_account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX canonical_email_blocks_reference ON canonical_email_blocks (reference_account_id);

CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL,
  hint TEXT NOT NULL,
  priority INTEGER NOT NULL,
  translations TEXT NOT NULL,
  deleted_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  key TEXT,
  data TEXT NOT NULL,
  run_at TEXT,
  attempts INTEGER NOT NULL,
  lease TEXT,
  lease_until TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX jobs_key ON jobs (name, key);
CREATE INDEX jobs_due ON jobs (run_at, id);

CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  next_at TEXT NOT NULL
) STRICT;
