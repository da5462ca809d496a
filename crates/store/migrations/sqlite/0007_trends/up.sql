-- What moderators have decided about what everybody is shown.
ALTER TABLE statuses ADD COLUMN trendable INTEGER;
ALTER TABLE preview_cards ADD COLUMN trendable INTEGER;
ALTER TABLE preview_cards ADD COLUMN is_article INTEGER NOT NULL DEFAULT 0;
ALTER TABLE preview_cards ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE preview_cards ADD COLUMN same_as_id INTEGER REFERENCES preview_cards ON DELETE SET NULL;
CREATE INDEX preview_cards_same_as ON preview_cards (same_as_id) WHERE same_as_id IS NOT NULL;
-- Whether the post has yet to show the page.
ALTER TABLE status_cards ADD COLUMN is_waiting INTEGER NOT NULL DEFAULT 0;

CREATE INDEX tags_reviewed ON tags (id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX tags_review_requested ON tags (id) WHERE requested_review_at IS NOT NULL AND reviewed_at IS NULL;
CREATE INDEX tags_waiting ON tags (requested_review_at) WHERE requested_review_at IS NOT NULL AND reviewed_at IS NULL;
CREATE INDEX tags_trendable ON tags (id) WHERE trendable;
CREATE INDEX tags_not_trendable ON tags (id) WHERE NOT trendable;
CREATE INDEX tags_not_usable ON tags (id) WHERE NOT usable;

CREATE TABLE publishers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain TEXT NOT NULL UNIQUE,
  trendable INTEGER,
  reviewed_at TEXT,
  requested_review_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX publishers_trendable ON publishers (id) WHERE trendable;
CREATE INDEX publishers_not_trendable ON publishers (id) WHERE NOT trendable;
CREATE INDEX publishers_unreviewed ON publishers (id) WHERE reviewed_at IS NULL;
CREATE INDEX publishers_waiting ON publishers (requested_review_at)
  WHERE requested_review_at IS NOT NULL AND reviewed_at IS NULL;

CREATE TABLE author_reviews (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  trendable INTEGER,
  reviewed_at TEXT,
  requested_review_at TEXT
) STRICT;
CREATE INDEX author_reviews_waiting ON author_reviews (requested_review_at)
  WHERE requested_review_at IS NOT NULL AND reviewed_at IS NULL;

-- What something was before a decision about it, so that the decision can be taken back.
CREATE TABLE decisions (
  act_id INTEGER PRIMARY KEY REFERENCES action_log,
  past TEXT NOT NULL
) STRICT;

-- How much things are used from day to day.
CREATE INDEX tag_days_day ON tag_days (day, tag_id);
CREATE INDEX tag_accounts_day ON tag_accounts (last_day);

CREATE TABLE card_days (
  card_id INTEGER NOT NULL REFERENCES preview_cards ON DELETE CASCADE,
  day INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY (card_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_days_day ON card_days (day, card_id);

CREATE TABLE card_accounts (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  card_id INTEGER NOT NULL REFERENCES preview_cards ON DELETE CASCADE,
  last_day INTEGER NOT NULL,
  PRIMARY KEY (account_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_accounts_card ON card_accounts (card_id);
CREATE INDEX card_accounts_day ON card_accounts (last_day);

CREATE TABLE status_uses (
  day INTEGER NOT NULL,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  PRIMARY KEY (day, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_uses_status ON status_uses (status_id);

-- What trends, or has until two days ago. `thing_id` is a tag, a card or a post, as `kind` says. Without a
-- score it is only remembered for its peak.
CREATE TABLE trends (
  kind TEXT NOT NULL,
  thing_id INTEGER NOT NULL,
  account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
  language TEXT NOT NULL,
  score REAL,
  rank INTEGER,
  allowed INTEGER NOT NULL,
  is_best INTEGER NOT NULL,
  peak REAL NOT NULL,
  peak_at TEXT NOT NULL,
  PRIMARY KEY (kind, thing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trends_account ON trends (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX trends_score ON trends (kind, score DESC, thing_id DESC) WHERE score IS NOT NULL;
CREATE INDEX trends_shown ON trends (kind, score DESC, thing_id DESC) WHERE allowed AND is_best AND score IS NOT NULL;
