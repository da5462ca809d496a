CREATE TABLE statuses (
  id INTEGER PRIMARY KEY,
  uri TEXT,
  url TEXT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  content TEXT NOT NULL,
  text TEXT NOT NULL,
  spoiler_text TEXT NOT NULL,
  visibility TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  language TEXT,
  in_reply_to_id INTEGER REFERENCES statuses ON DELETE SET NULL,
  in_reply_to_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  conversation_id INTEGER NOT NULL,
  reblog_of_id INTEGER REFERENCES statuses ON DELETE CASCADE,
  quote_of_id INTEGER REFERENCES statuses ON DELETE SET NULL,
  quote_state TEXT,
  quote_policy TEXT NOT NULL,
  application_id INTEGER REFERENCES applications ON DELETE SET NULL,
  is_local INTEGER NOT NULL,
  is_listed INTEGER NOT NULL,
  has_media INTEGER NOT NULL,
  edited_at TEXT,
  deleted_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX statuses_uri ON statuses (uri) WHERE uri IS NOT NULL;
CREATE INDEX statuses_url ON statuses (url) WHERE url IS NOT NULL;
CREATE INDEX statuses_account ON statuses (account_id, id);
CREATE INDEX statuses_reply ON statuses (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_reply_account ON statuses (in_reply_to_account_id) WHERE in_reply_to_account_id IS NOT NULL;
CREATE UNIQUE INDEX statuses_reblog ON statuses (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX statuses_quote ON statuses (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX statuses_application ON statuses (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX statuses_deleted ON statuses (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX statuses_listed ON statuses (id) WHERE is_listed AND deleted_at IS NULL;
CREATE INDEX statuses_listed_local ON statuses (id) WHERE is_listed AND deleted_at IS NULL AND is_local;
CREATE INDEX statuses_listed_remote ON statuses (id) WHERE is_listed AND deleted_at IS NULL AND NOT is_local;
CREATE INDEX statuses_listed_media ON statuses (id) WHERE is_listed AND deleted_at IS NULL AND has_media;

CREATE TABLE status_stats (
  status_id INTEGER PRIMARY KEY REFERENCES statuses ON DELETE CASCADE,
  replies_count INTEGER NOT NULL,
  reblogs_count INTEGER NOT NULL,
  favourites_count INTEGER NOT NULL,
  quotes_count INTEGER NOT NULL
) STRICT;

CREATE TABLE status_edits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  content TEXT NOT NULL,
  text TEXT NOT NULL,
  spoiler_text TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  media TEXT NOT NULL,
  poll_options TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX status_edits_status ON status_edits (status_id, id);
CREATE INDEX status_edits_account ON status_edits (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE mentions (
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  is_silent INTEGER NOT NULL,
  PRIMARY KEY (status_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_account ON mentions (account_id, status_id);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT,
  usable INTEGER,
  trendable INTEGER,
  listable INTEGER,
  reviewed_at TEXT,
  requested_review_at TEXT,
  last_status_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX tags_last_status ON tags (last_status_at) WHERE last_status_at IS NOT NULL;

CREATE TABLE status_tags (
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_tags_status ON status_tags (status_id);

-- Only what the words are and where they stand; the texts are in `statuses`. Words come as they are to be
-- kept, with spaces between them.
CREATE VIRTUAL TABLE status_words USING fts5 (
  words, singles, content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE TRIGGER status_words_remove AFTER DELETE ON statuses
BEGIN
  DELETE FROM status_words WHERE rowid = old.id;
END;

CREATE TABLE tag_days (
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  day INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY (tag_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_accounts (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  last_day INTEGER NOT NULL,
  PRIMARY KEY (account_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_accounts_tag ON tag_accounts (tag_id);

CREATE TABLE preview_cards (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  kind TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_url TEXT NOT NULL,
  author_account_id INTEGER REFERENCES accounts ON DELETE SET NULL,
  provider_name TEXT NOT NULL,
  provider_url TEXT NOT NULL,
  html TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  image TEXT,
  image_description TEXT NOT NULL,
  blurhash TEXT,
  embed_url TEXT NOT NULL,
  language TEXT,
  published_at TEXT,
  fetched_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX preview_cards_author ON preview_cards (author_account_id) WHERE author_account_id IS NOT NULL;

CREATE TABLE status_cards (
  card_id INTEGER NOT NULL REFERENCES preview_cards ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  PRIMARY KEY (card_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX status_cards_status ON status_cards (status_id);

CREATE TABLE scheduled_statuses (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  scheduled_at TEXT NOT NULL,
  params TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX scheduled_statuses_account ON scheduled_statuses (account_id, id);
CREATE INDEX scheduled_statuses_due ON scheduled_statuses (scheduled_at);

CREATE TABLE media_attachments (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER REFERENCES statuses ON DELETE SET NULL,
  scheduled_status_id INTEGER REFERENCES scheduled_statuses ON DELETE SET NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  file TEXT,
  preview TEXT,
  remote_url TEXT,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  description TEXT,
  blurhash TEXT,
  meta TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX media_attachments_status ON media_attachments (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX media_attachments_scheduled ON media_attachments (scheduled_status_id) WHERE scheduled_status_id IS NOT NULL;
CREATE INDEX media_attachments_account ON media_attachments (account_id, id);
CREATE UNIQUE INDEX media_attachments_file ON media_attachments (file) WHERE file IS NOT NULL;
CREATE UNIQUE INDEX media_attachments_preview ON media_attachments (preview) WHERE preview IS NOT NULL;
CREATE INDEX accounts_avatar ON accounts (avatar) WHERE avatar IS NOT NULL AND domain IS NULL;
CREATE INDEX accounts_header ON accounts (header) WHERE header IS NOT NULL AND domain IS NULL;
CREATE INDEX media_attachments_loose ON media_attachments (created_at) WHERE status_id IS NULL AND scheduled_status_id IS NULL;

CREATE TABLE polls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  status_id INTEGER NOT NULL UNIQUE REFERENCES statuses ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  options TEXT NOT NULL,
  tallies TEXT NOT NULL,
  multiple INTEGER NOT NULL,
  hide_totals INTEGER NOT NULL,
  voters_count INTEGER NOT NULL,
  expires_at TEXT,
  is_closed INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX polls_account ON polls (account_id);
CREATE INDEX polls_expires ON polls (expires_at) WHERE NOT is_closed;

CREATE TABLE poll_votes (
  poll_id INTEGER NOT NULL REFERENCES polls ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  choice INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (poll_id, account_id, choice)
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_votes_account ON poll_votes (account_id);

CREATE TABLE favourites (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX favourites_pair ON favourites (account_id, status_id);
CREATE INDEX favourites_account ON favourites (account_id, id);
CREATE INDEX favourites_status ON favourites (status_id, id);

CREATE TABLE bookmarks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX bookmarks_pair ON bookmarks (account_id, status_id);
CREATE INDEX bookmarks_account ON bookmarks (account_id, id);
CREATE INDEX bookmarks_status ON bookmarks (status_id);

CREATE TABLE status_pins (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX status_pins_pair ON status_pins (account_id, status_id);
CREATE INDEX status_pins_status ON status_pins (status_id);

CREATE TABLE conversation_mutes (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL,
  participants TEXT NOT NULL,
  participants_key TEXT NOT NULL,
  last_status_id INTEGER REFERENCES statuses ON DELETE SET NULL,
  is_unread INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_conversations_whole ON account_conversations (account_id, conversation_id, participants_key);
CREATE INDEX account_conversations_page ON account_conversations (account_id, last_status_id);
CREATE INDEX account_conversations_last ON account_conversations (last_status_id) WHERE last_status_id IS NOT NULL;

CREATE TABLE conversation_statuses (
  account_conversation_id INTEGER NOT NULL REFERENCES account_conversations ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  PRIMARY KEY (account_conversation_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_statuses_status ON conversation_statuses (status_id);

CREATE TABLE idempotency_keys (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  key_hash TEXT NOT NULL,
  status_id INTEGER,
  scheduled_status_id INTEGER,
  created_at TEXT NOT NULL,
  PRIMARY KEY (account_id, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

CREATE TABLE follows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  shows_reblogs INTEGER NOT NULL,
  notifies INTEGER NOT NULL,
  languages TEXT,
  uri TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX follows_pair ON follows (account_id, target_account_id);
CREATE INDEX follows_account ON follows (account_id, id);
CREATE INDEX follows_target ON follows (target_account_id, id);

CREATE TABLE follow_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  shows_reblogs INTEGER NOT NULL,
  notifies INTEGER NOT NULL,
  languages TEXT,
  uri TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX follow_requests_pair ON follow_requests (account_id, target_account_id);
CREATE INDEX follow_requests_target ON follow_requests (target_account_id, id);

CREATE TABLE blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  uri TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX blocks_pair ON blocks (account_id, target_account_id);
CREATE INDEX blocks_account ON blocks (account_id, id);
CREATE INDEX blocks_target ON blocks (target_account_id);

CREATE TABLE mutes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hides_notifications INTEGER NOT NULL,
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX mutes_pair ON mutes (account_id, target_account_id);
CREATE INDEX mutes_account ON mutes (account_id, id);
CREATE INDEX mutes_target ON mutes (target_account_id);
CREATE INDEX mutes_expires ON mutes (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE user_domain_blocks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  domain TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_domain_blocks_pair ON user_domain_blocks (account_id, domain);
CREATE INDEX user_domain_blocks_account ON user_domain_blocks (account_id, id);
CREATE INDEX user_domain_blocks_domain ON user_domain_blocks (domain);

-- What people are called, from each word on but the first; in the names of before, words end at spaces.
CREATE TABLE account_names (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  rest TEXT NOT NULL,
  PRIMARY KEY (account_id, rest)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_names_rest ON account_names (rest);
INSERT INTO account_names (account_id, rest)
WITH RECURSIVE parts (account_id, rest) AS (
  SELECT id, display_name_lower FROM accounts
  UNION
  SELECT account_id, ltrim(substr(rest, instr(rest, ' ') + 1)) FROM parts WHERE instr(rest, ' ') > 0
)
SELECT DISTINCT account_id, substr(rest, 1, 64) FROM parts JOIN accounts ON accounts.id = parts.account_id
WHERE rest <> '' AND rest <> display_name_lower;

CREATE TABLE account_notes (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  comment TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_notes_target ON account_notes (target_account_id);

CREATE TABLE endorsements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX endorsements_pair ON endorsements (account_id, target_account_id);
CREATE INDEX endorsements_target ON endorsements (target_account_id);

CREATE TABLE featured_tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  name TEXT NOT NULL,
  statuses_count INTEGER NOT NULL,
  last_status_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX featured_tags_pair ON featured_tags (account_id, tag_id);
CREATE INDEX featured_tags_tag ON featured_tags (tag_id);

CREATE TABLE tag_follows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tag_follows_pair ON tag_follows (account_id, tag_id);
CREATE INDEX tag_follows_account ON tag_follows (account_id, id);
CREATE INDEX tag_follows_tag ON tag_follows (tag_id, account_id);

CREATE TABLE lists (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title TEXT NOT NULL,
  replies_policy TEXT NOT NULL,
  is_exclusive INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX lists_account ON lists (account_id);

CREATE TABLE list_accounts (
  list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (list_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_accounts_account ON list_accounts (account_id);

CREATE TABLE dismissed_suggestions (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  target_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dismissed_suggestions_target ON dismissed_suggestions (target_account_id);

CREATE TABLE markers (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  timeline TEXT NOT NULL,
  last_read_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (account_id, timeline)
) STRICT, WITHOUT ROWID;

CREATE TABLE filters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title TEXT NOT NULL,
  contexts TEXT NOT NULL,
  action TEXT NOT NULL,
  expires_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX filters_account ON filters (account_id);

CREATE TABLE filter_keywords (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  filter_id INTEGER NOT NULL REFERENCES filters ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  whole_word INTEGER NOT NULL
) STRICT;
CREATE INDEX filter_keywords_filter ON filter_keywords (filter_id);

CREATE TABLE filter_statuses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  filter_id INTEGER NOT NULL REFERENCES filters ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX filter_statuses_pair ON filter_statuses (filter_id, status_id);
CREATE INDEX filter_statuses_status ON filter_statuses (status_id);

CREATE TABLE home_items (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses ON DELETE CASCADE,
  PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX home_items_status ON home_items (status_id);

CREATE TABLE notification_policies (
  account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  for_not_following TEXT NOT NULL,
  for_not_followers TEXT NOT NULL,
  for_new_accounts TEXT NOT NULL,
  for_private_mentions TEXT NOT NULL,
  for_limited_accounts TEXT NOT NULL,
  for_bots TEXT NOT NULL
) STRICT;

CREATE TABLE notification_permissions (
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  from_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (account_id, from_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notification_permissions_from ON notification_permissions (from_account_id);

CREATE TABLE notification_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  from_account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  last_status_id INTEGER REFERENCES statuses ON DELETE SET NULL,
  notifications_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX notification_requests_pair ON notification_requests (account_id, from_account_id);
CREATE INDEX notification_requests_page ON notification_requests (account_id, id);
CREATE INDEX notification_requests_from ON notification_requests (from_account_id);
CREATE INDEX notification_requests_last_status ON notification_requests (last_status_id) WHERE last_status_id IS NOT NULL;

CREATE TABLE push_subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  access_token_id INTEGER NOT NULL UNIQUE REFERENCES access_tokens ON DELETE CASCADE,
  endpoint TEXT NOT NULL,
  key_p256dh TEXT NOT NULL,
  key_auth TEXT NOT NULL,
  is_standard INTEGER NOT NULL,
  policy TEXT NOT NULL,
  alerts TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);

CREATE TABLE severances (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  target_name TEXT NOT NULL,
  is_purged INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX severances_target ON severances (kind, target_name, id);

CREATE TABLE account_severances (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  severance_id INTEGER NOT NULL REFERENCES severances ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  followers_count INTEGER NOT NULL,
  following_count INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_severances_pair ON account_severances (account_id, severance_id);
CREATE INDEX account_severances_severance ON account_severances (severance_id);

CREATE TABLE custom_emojis (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shortcode TEXT NOT NULL,
  domain TEXT,
  file TEXT NOT NULL,
  static_file TEXT NOT NULL,
  category TEXT,
  is_disabled INTEGER NOT NULL,
  visible_in_picker INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX custom_emojis_shortcode ON custom_emojis (shortcode, coalesce(domain, ''));

CREATE TABLE announcements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL,
  all_day INTEGER NOT NULL,
  starts_at TEXT,
  ends_at TEXT,
  scheduled_at TEXT,
  published_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX announcements_published ON announcements (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX announcements_scheduled ON announcements (scheduled_at) WHERE scheduled_at IS NOT NULL;

CREATE TABLE announcement_reads (
  announcement_id INTEGER NOT NULL REFERENCES announcements ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (announcement_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_reads_account ON announcement_reads (account_id);

CREATE TABLE announcement_reactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  announcement_id INTEGER NOT NULL REFERENCES announcements ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX announcement_reactions_whole ON announcement_reactions (announcement_id, account_id, name);
CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id);
ALTER TABLE notifications ADD COLUMN status_id INTEGER REFERENCES statuses ON DELETE CASCADE;
ALTER TABLE notifications ADD COLUMN report_id INTEGER REFERENCES reports ON DELETE CASCADE;
ALTER TABLE notifications ADD COLUMN severance_id INTEGER REFERENCES account_severances ON DELETE CASCADE;
ALTER TABLE notifications ADD COLUMN group_key TEXT;
ALTER TABLE notifications ADD COLUMN is_filtered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX notifications_report ON notifications (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX notifications_severance ON notifications (severance_id) WHERE severance_id IS NOT NULL;
CREATE INDEX notifications_group ON notifications (account_id, group_key, id) WHERE group_key IS NOT NULL;
DROP INDEX notifications_from;
CREATE INDEX notifications_from ON notifications (from_account_id, account_id, id);
CREATE INDEX notifications_shown ON notifications (account_id, id) WHERE NOT is_filtered;
CREATE INDEX accounts_url ON accounts (url);
CREATE INDEX accounts_discoverable ON accounts (id)
  WHERE discoverable AND suspended_at IS NULL AND silenced_at IS NULL;
CREATE INDEX account_stats_followers ON account_stats (followers_count, account_id);
CREATE INDEX account_stats_active ON account_stats (last_status_at, account_id) WHERE last_status_at IS NOT NULL;
ALTER TABLE settings ADD COLUMN updated_at TEXT;
