-- Who is not let in, and who does not become a member.
CREATE TABLE ip_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ip TEXT NOT NULL UNIQUE,
  network TEXT NOT NULL,
  severity TEXT NOT NULL,
  comment TEXT NOT NULL,
  expires_at TEXT,
  hits INTEGER NOT NULL DEFAULT 0,
  last_hit_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
-- A network as a text that sorts as addresses do, wider ones first.
CREATE INDEX ip_blocks_network ON ip_blocks (network, ip);
CREATE INDEX ip_blocks_severity ON ip_blocks (severity, id);
CREATE INDEX ip_blocks_expires ON ip_blocks (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE email_domain_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES email_domain_blocks ON DELETE CASCADE,
  allow_with_approval INTEGER NOT NULL,
  comment TEXT NOT NULL,
  expires_at TEXT,
  hits INTEGER NOT NULL DEFAULT 0,
  last_hit_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX email_domain_blocks_parent ON email_domain_blocks (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX email_domain_blocks_expires ON email_domain_blocks (expires_at) WHERE expires_at IS NOT NULL;

-- How often it was tried from day to day, and from which addresses.
CREATE TABLE email_domain_block_days (
  block_id INTEGER NOT NULL REFERENCES email_domain_blocks ON DELETE CASCADE,
  day INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  addresses INTEGER NOT NULL,
  PRIMARY KEY (block_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX email_domain_block_days_day ON email_domain_block_days (day);
CREATE TABLE email_domain_block_addresses (
  block_id INTEGER NOT NULL REFERENCES email_domain_blocks ON DELETE CASCADE,
  day INTEGER NOT NULL,
  ip BLOB NOT NULL,
  PRIMARY KEY (block_id, day, ip)
) STRICT, WITHOUT ROWID;
CREATE INDEX email_domain_block_addresses_day ON email_domain_block_addresses (day);

ALTER TABLE canonical_email_blocks ADD COLUMN hits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE canonical_email_blocks ADD COLUMN last_hit_at TEXT;

-- `folded` is what is compared: lower case, and letters for the digits that look like them.
CREATE TABLE username_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  comparison TEXT NOT NULL,
  allow_with_approval INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
