-- What moderators have decided beforehand about posts and newcomers.
CREATE TABLE auto_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  conditions TEXT NOT NULL,
  outcomes TEXT NOT NULL,
  report_category TEXT NOT NULL,
  limit_for INTEGER,
  text TEXT NOT NULL,
  exempt_accounts TEXT NOT NULL,
  is_shadow INTEGER NOT NULL,
  is_enabled INTEGER NOT NULL,
  expires_at TEXT,
  hits INTEGER NOT NULL DEFAULT 0,
  last_hit_at TEXT,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX auto_rules_account ON auto_rules (account_id);

CREATE TABLE auto_rule_days (
  rule_id INTEGER NOT NULL REFERENCES auto_rules ON DELETE CASCADE,
  day INTEGER NOT NULL,
  matches INTEGER NOT NULL,
  PRIMARY KEY (rule_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX auto_rule_days_day ON auto_rule_days (day);

-- Neither the rule nor the post need be there any more: what was done can still be taken back.
CREATE TABLE auto_rule_matches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER,
  is_shadow INTEGER NOT NULL,
  done TEXT NOT NULL,
  act_id INTEGER,
  limit_act_id INTEGER,
  hold_act_id INTEGER,
  report_id INTEGER,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX auto_rule_matches_rule ON auto_rule_matches (rule_id, id);
CREATE INDEX auto_rule_matches_account ON auto_rule_matches (account_id);
CREATE INDEX auto_rule_matches_act ON auto_rule_matches (act_id) WHERE act_id IS NOT NULL;
CREATE INDEX auto_rule_matches_created ON auto_rule_matches (created_at);

-- What the words of removed posts come down to. No text can be made of it.
CREATE TABLE removed_texts (
  print BLOB NOT NULL PRIMARY KEY,
  removed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_texts_removed ON removed_texts (removed_at);

-- The rule that has made the report.
ALTER TABLE reports ADD COLUMN auto_rule_id INTEGER;
