-- Posts that nobody but their authors sees before a moderator has looked at them.
ALTER TABLE statuses ADD COLUMN held_at TIMESTAMPTZ;

-- Why they are held, and what is to be done once they are released.
CREATE TABLE held_statuses (
  status_id BIGINT PRIMARY KEY REFERENCES statuses ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  is_local BOOLEAN NOT NULL,
  auto_rule_id BIGINT,
  act_id BIGINT NOT NULL REFERENCES action_log,
  was_published BOOLEAN NOT NULL,
  was_edited BOOLEAN NOT NULL,
  is_news BOOLEAN NOT NULL,
  is_unheard BOOLEAN NOT NULL,
  is_waiting BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX held_statuses_account ON held_statuses (account_id, status_id);
CREATE INDEX held_statuses_waiting ON held_statuses (status_id) WHERE is_waiting;
CREATE INDEX held_statuses_origin ON held_statuses (is_local, status_id) WHERE is_waiting;
CREATE INDEX held_statuses_rule ON held_statuses (auto_rule_id, status_id) WHERE is_waiting;
