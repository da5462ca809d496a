-- Posts that nobody but their authors sees before a moderator has looked at them.
ALTER TABLE statuses ADD COLUMN held_at TEXT;

-- Why they are held, and what is to be done once they are released.
CREATE TABLE held_statuses (
  status_id INTEGER PRIMARY KEY REFERENCES statuses ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  is_local INTEGER NOT NULL,
  auto_rule_id INTEGER,
  act_id INTEGER NOT NULL REFERENCES action_log,
  was_published INTEGER NOT NULL,
  was_edited INTEGER NOT NULL,
  is_news INTEGER NOT NULL,
  is_unheard INTEGER NOT NULL,
  is_waiting INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX held_statuses_account ON held_statuses (account_id, status_id);
CREATE INDEX held_statuses_waiting ON held_statuses (status_id) WHERE is_waiting;
CREATE INDEX held_statuses_origin ON held_statuses (is_local, status_id) WHERE is_waiting;
CREATE INDEX held_statuses_rule ON held_statuses (auto_rule_id, status_id) WHERE is_waiting;
