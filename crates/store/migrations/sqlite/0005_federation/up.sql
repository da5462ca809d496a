-- What is decided about other servers.
CREATE TABLE domain_subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  url TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  priority INTEGER NOT NULL,
  is_enabled INTEGER NOT NULL,
  needs_review INTEGER NOT NULL,
  retracts INTEGER NOT NULL,
  severity TEXT,
  excludes TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  checked_at TEXT,
  changed_at TEXT,
  next_at TEXT NOT NULL,
  last_error TEXT,
  failures INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX domain_subscriptions_next ON domain_subscriptions (next_at) WHERE is_enabled;

CREATE TABLE domain_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  reject_media INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  private_comment TEXT,
  public_comment TEXT,
  obfuscate INTEGER NOT NULL,
  grace_days INTEGER NOT NULL,
  subscription_id INTEGER REFERENCES domain_subscriptions ON DELETE SET NULL,
  act_id INTEGER,
  deletion_due_at TEXT,
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX domain_blocks_expires ON domain_blocks (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX domain_blocks_deletion_due ON domain_blocks (deletion_due_at) WHERE deletion_due_at IS NOT NULL;
CREATE INDEX domain_blocks_subscription ON domain_blocks (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX domain_blocks_severity ON domain_blocks (severity, id);

CREATE TABLE domain_allows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain TEXT NOT NULL UNIQUE,
  subscription_id INTEGER REFERENCES domain_subscriptions ON DELETE SET NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX domain_allows_subscription ON domain_allows (subscription_id) WHERE subscription_id IS NOT NULL;

-- What a list says of a domain, and what has come of it.
CREATE TABLE domain_subscription_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subscription_id INTEGER NOT NULL REFERENCES domain_subscriptions ON DELETE CASCADE,
  domain TEXT NOT NULL,
  severity TEXT NOT NULL,
  reject_media INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  public_comment TEXT,
  obfuscate INTEGER NOT NULL,
  state TEXT NOT NULL,
  is_listed INTEGER NOT NULL,
  is_approved INTEGER NOT NULL,
  note TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX domain_subscription_entries_pair ON domain_subscription_entries (subscription_id, domain);
CREATE INDEX domain_subscription_entries_state ON domain_subscription_entries (subscription_id, state, id);
CREATE INDEX domain_subscription_entries_page ON domain_subscription_entries (subscription_id, id);

CREATE TABLE relays (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  follow_uri TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

-- Follows of accounts of other servers have the name that those gave them.
CREATE INDEX follows_from_elsewhere ON follows (target_account_id, id) WHERE uri IS NOT NULL;

-- Follows that a suspension has put aside, until it is lifted or becomes final.
CREATE TABLE follows_aside (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  suspended_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  follow_id INTEGER NOT NULL,
  shows_reblogs INTEGER NOT NULL,
  notifies INTEGER NOT NULL,
  languages TEXT,
  uri TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_aside_target ON follows_aside (target_account_id);
CREATE INDEX follows_aside_suspended ON follows_aside (suspended_account_id);

-- Servers, and how it goes with them. `host` is where their inboxes are, which need not be their domain.
ALTER TABLE instances ADD COLUMN accounts_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE instances ADD COLUMN host TEXT;
UPDATE instances SET accounts_count = (SELECT count(*) FROM accounts WHERE accounts.domain = instances.domain);
CREATE INDEX instances_accounts ON instances (accounts_count, domain);
CREATE INDEX instances_host ON instances (host) WHERE host IS NOT NULL;

CREATE TABLE delivery_failures (
  host TEXT NOT NULL,
  day INTEGER NOT NULL,
  PRIMARY KEY (host, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE unavailable_hosts (
  host TEXT PRIMARY KEY,
  next_try_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- How accounts of other servers are reached, and what they sign with.
CREATE TABLE actors (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  shared_inbox TEXT,
  outbox TEXT,
  followers TEXT,
  following TEXT,
  featured TEXT,
  key_id TEXT NOT NULL,
  public_key TEXT NOT NULL,
  avatar_url TEXT,
  header_url TEXT,
  fetched_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX actors_key ON actors (key_id);
CREATE INDEX actors_followers ON actors (followers) WHERE followers IS NOT NULL;

CREATE TABLE account_keys (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  private_key TEXT NOT NULL,
  public_key TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

ALTER TABLE accounts ADD COLUMN moved_to_account_id INTEGER REFERENCES accounts ON DELETE SET NULL;
CREATE INDEX accounts_moved ON accounts (moved_to_account_id) WHERE moved_to_account_id IS NOT NULL;
CREATE TABLE account_aliases (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  uri TEXT NOT NULL,
  PRIMARY KEY (account_id, uri)
) STRICT, WITHOUT ROWID;

-- When each member last took her followers along to another account.
CREATE TABLE account_migrations (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  followers_count INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX account_migrations_target ON account_migrations (target_account_id)
  WHERE target_account_id IS NOT NULL;

-- Activities on their way out: what is said once, and to whom it is still to be said.
CREATE TABLE outgoing (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
  activity TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX outgoing_account ON outgoing (account_id) WHERE account_id IS NOT NULL;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  outgoing_id INTEGER NOT NULL REFERENCES outgoing ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  host TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  run_at TEXT NOT NULL,
  lease TEXT,
  lease_until TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_pair ON outbox (outgoing_id, inbox);
CREATE INDEX outbox_due ON outbox (run_at, id);
CREATE INDEX outbox_host ON outbox (host, run_at);

-- Activities that have been received, so that none counts twice, and objects that are gone.
CREATE TABLE seen_activities (
  uri TEXT PRIMARY KEY,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_activities_created ON seen_activities (created_at);
CREATE TABLE tombstones (
  uri TEXT PRIMARY KEY,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones_created ON tombstones (created_at);

ALTER TABLE custom_emojis ADD COLUMN uri TEXT;
ALTER TABLE custom_emojis ADD COLUMN remote_url TEXT;
CREATE INDEX custom_emojis_domain ON custom_emojis (domain, id) WHERE domain IS NOT NULL;

-- What waits for the network does not hold up what does not.
ALTER TABLE jobs ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (lane, run_at, id);

-- Files of other servers are given out, too, and are given up when they are old.
DROP INDEX accounts_avatar;
CREATE INDEX accounts_avatar ON accounts (avatar) WHERE avatar IS NOT NULL;
DROP INDEX accounts_header;
CREATE INDEX accounts_header ON accounts (header) WHERE header IS NOT NULL;
CREATE INDEX media_attachments_fetched ON media_attachments (updated_at)
  WHERE remote_url IS NOT NULL AND file IS NOT NULL;
