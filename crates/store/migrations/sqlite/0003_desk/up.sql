ALTER TABLE reports ADD COLUMN forwarded INTEGER;
ALTER TABLE reports ADD COLUMN uri TEXT;
ALTER TABLE reports ADD COLUMN application_id INTEGER REFERENCES applications ON DELETE SET NULL;
ALTER TABLE reports ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- No rules, and none named, are two things.
UPDATE reports SET rule_ids = 'null' WHERE rule_ids = '[]';
CREATE INDEX reports_application ON reports (application_id) WHERE application_id IS NOT NULL;
CREATE UNIQUE INDEX reports_uri ON reports (uri) WHERE uri IS NOT NULL;
DROP INDEX reports_account;
CREATE INDEX reports_account ON reports (account_id, id);
DROP INDEX reports_unresolved;
CREATE INDEX reports_unresolved ON reports (target_account_id, id) WHERE action_taken_at IS NULL;
DROP INDEX reports_assigned;
CREATE INDEX reports_assigned ON reports (assigned_account_id, id) WHERE assigned_account_id IS NOT NULL;
CREATE INDEX reports_category ON reports (category, id);
CREATE INDEX reports_open ON reports (id) WHERE action_taken_at IS NULL;
CREATE INDEX reports_closed ON reports (id) WHERE action_taken_at IS NOT NULL;

-- The entry of the log that tells of it.
ALTER TABLE strikes ADD COLUMN act_id INTEGER;
CREATE INDEX strikes_act ON strikes (act_id) WHERE act_id IS NOT NULL;

CREATE TABLE appeals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  strike_id INTEGER NOT NULL UNIQUE REFERENCES strikes ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  text TEXT NOT NULL,
  approved_at TEXT,
  approved_by_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  rejected_at TEXT,
  rejected_by_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX appeals_account ON appeals (account_id, id);
CREATE INDEX appeals_pending ON appeals (id) WHERE approved_at IS NULL AND rejected_at IS NULL;
CREATE INDEX appeals_approved ON appeals (id) WHERE approved_at IS NOT NULL;
CREATE INDEX appeals_rejected ON appeals (id) WHERE rejected_at IS NOT NULL;
CREATE INDEX appeals_approved_by ON appeals (approved_by_account_id) WHERE approved_by_account_id IS NOT NULL;
CREATE INDEX appeals_rejected_by ON appeals (rejected_by_account_id) WHERE rejected_by_account_id IS NOT NULL;

-- What moderators write for each other: about an account, a report or a server, one of the three.
CREATE TABLE moderation_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  target_account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
  report_id INTEGER REFERENCES reports ON DELETE CASCADE,
  domain TEXT,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX moderation_notes_author ON moderation_notes (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX moderation_notes_target ON moderation_notes (target_account_id, id) WHERE target_account_id IS NOT NULL;
CREATE INDEX moderation_notes_report ON moderation_notes (report_id, id) WHERE report_id IS NOT NULL;
CREATE INDEX moderation_notes_domain ON moderation_notes (domain, id) WHERE domain IS NOT NULL;

CREATE TABLE invites (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  code TEXT NOT NULL UNIQUE,
  comment TEXT NOT NULL,
  autofollow INTEGER NOT NULL,
  max_uses INTEGER,
  uses INTEGER NOT NULL,
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX invites_account ON invites (account_id, id);
ALTER TABLE users ADD COLUMN invite_id INTEGER REFERENCES invites ON DELETE SET NULL;
CREATE INDEX users_invite ON users (invite_id) WHERE invite_id IS NOT NULL;
ALTER TABLE users ADD COLUMN password_reset_hash TEXT;
ALTER TABLE users ADD COLUMN password_reset_sent_at TEXT;
CREATE UNIQUE INDEX users_password_reset ON users (password_reset_hash) WHERE password_reset_hash IS NOT NULL;

CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  url TEXT NOT NULL UNIQUE,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  template TEXT,
  is_enabled INTEGER NOT NULL,
  last_told_at TEXT,
  last_answer TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX webhooks_account ON webhooks (account_id) WHERE account_id IS NOT NULL;

-- Acts that the server will take back by itself. At most one of a kind is open for an account.
CREATE TABLE timed_acts (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  action TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES action_log,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (account_id, action)
) STRICT, WITHOUT ROWID;
CREATE INDEX timed_acts_act ON timed_acts (act_id);
CREATE INDEX timed_acts_expires ON timed_acts (expires_at);

-- Posts that a moderator has looked at and found nothing wrong with, in that version.
CREATE TABLE status_reviews (
  status_id INTEGER PRIMARY KEY REFERENCES statuses ON DELETE CASCADE,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  edited_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX status_reviews_account ON status_reviews (account_id) WHERE account_id IS NOT NULL;

-- Whose account an entry is about, whatever kind of record its target is.
DROP TRIGGER action_log_is_never_changed;
ALTER TABLE action_log ADD COLUMN target_account_id INTEGER;
UPDATE action_log SET target_account_id = target_id WHERE target_type IN ('Account', 'User');
UPDATE action_log SET target_account_id = (SELECT target_account_id FROM strikes WHERE strikes.id = target_id)
  WHERE target_type = 'AccountWarning';
UPDATE action_log SET target_account_id = (SELECT target_account_id FROM reports WHERE reports.id = target_id)
  WHERE target_type = 'Report';
CREATE TRIGGER action_log_is_never_changed BEFORE UPDATE ON action_log
BEGIN
  SELECT raise(ABORT, 'the action log is append-only');
END;
CREATE INDEX action_log_about ON action_log (target_account_id, id) WHERE target_account_id IS NOT NULL;
CREATE INDEX action_log_kind ON action_log (target_type, action, id);
CREATE INDEX action_log_batch ON action_log (batch, id) WHERE batch IS NOT NULL;
CREATE INDEX action_log_created ON action_log (created_at, id);
CREATE INDEX action_log_domain ON action_log (human_identifier, id)
  WHERE target_type IN ('DomainBlock', 'DomainAllow', 'Instance', 'UnavailableDomain');
-- Nothing is taken back twice.
CREATE UNIQUE INDEX action_log_reverts ON action_log (reverts) WHERE reverts IS NOT NULL;
