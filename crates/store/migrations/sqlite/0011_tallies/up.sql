-- Numbers about days, kept by triggers, so that no way of writing a row can pass them by.
--
-- `kind` says what is counted, `scope` of what (a domain, a tag, a cohort), `part` of which part of that.
-- `day` counts from the beginning of 1970; in -1 is the sum of all days, for kinds that are asked for it.
-- The domain of this server is empty. What is said about kinds in `tallies/kinds.rs` holds here.
CREATE TABLE tallies (
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  part TEXT NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (kind, scope, day, part)
) STRICT, WITHOUT ROWID;

-- What has yet to be added to them. Nobody who counts waits for anybody else.
CREATE TABLE tally_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  part TEXT NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL
) STRICT;

-- Who was here on which day. Who is deleted still was.
CREATE TABLE logins (
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (day, account_id)
) STRICT, WITHOUT ROWID;

-- Who has used a tag or a page on which day: not only on the last one any more.
ALTER TABLE tag_accounts RENAME TO tag_accounts_before;
CREATE TABLE tag_accounts (
  tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (tag_id, day, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO tag_accounts SELECT tag_id, last_day, account_id FROM tag_accounts_before;
DROP TABLE tag_accounts_before;
CREATE INDEX tag_accounts_account ON tag_accounts (account_id);
CREATE INDEX tag_accounts_day ON tag_accounts (day);
ALTER TABLE card_accounts RENAME TO card_accounts_before;
CREATE TABLE card_accounts (
  card_id INTEGER NOT NULL REFERENCES preview_cards ON DELETE CASCADE,
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (card_id, day, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO card_accounts SELECT card_id, last_day, account_id FROM card_accounts_before;
DROP TABLE card_accounts_before;
CREATE INDEX card_accounts_account ON card_accounts (account_id);
CREATE INDEX card_accounts_day ON card_accounts (day);

-- Posts, by the domain of their author and by language. Their ids begin with the time. A deleted post counts
-- no longer, also while moderators can still look at it.
CREATE TRIGGER tally_statuses_insert AFTER INSERT ON statuses WHEN new.deleted_at IS NULL
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'posts', '', coalesce(domain, ''), new.id / 65536 / 86400000, 1 FROM accounts WHERE id = new.account_id;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'languages', coalesce(domain, ''), coalesce(new.language, 'und'), new.id / 65536 / 86400000, 1
  FROM accounts WHERE id = new.account_id AND new.reblog_of_id IS NULL;
END;
-- Tags go first, while it can be told whose post it is.
CREATE TRIGGER tally_statuses_empty BEFORE DELETE ON statuses
BEGIN
  DELETE FROM status_tags WHERE status_id = old.id;
END;
CREATE TRIGGER tally_statuses_delete AFTER DELETE ON statuses WHEN old.deleted_at IS NULL
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'posts', '', coalesce(domain, ''), old.id / 65536 / 86400000, -1 FROM accounts WHERE id = old.account_id;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'languages', coalesce(domain, ''), coalesce(old.language, 'und'), old.id / 65536 / 86400000, -1
  FROM accounts WHERE id = old.account_id AND old.reblog_of_id IS NULL;
END;
CREATE TRIGGER tally_statuses_hide AFTER UPDATE OF deleted_at ON statuses
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'posts', '', coalesce(domain, ''), new.id / 65536 / 86400000, iif(new.deleted_at IS NULL, 1, -1)
  FROM accounts WHERE id = new.account_id;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'languages', coalesce(domain, ''), coalesce(new.language, 'und'), new.id / 65536 / 86400000,
    iif(new.deleted_at IS NULL, 1, -1)
  FROM accounts WHERE id = new.account_id AND new.reblog_of_id IS NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_servers', tag_id, coalesce(domain, ''), new.id / 65536 / 86400000, iif(new.deleted_at IS NULL, 1, -1)
  FROM status_tags JOIN accounts ON accounts.id = new.account_id WHERE status_id = new.id;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_languages', tag_id, coalesce(new.language, 'und'), new.id / 65536 / 86400000,
    iif(new.deleted_at IS NULL, 1, -1)
  FROM status_tags WHERE status_id = new.id;
END;
CREATE TRIGGER tally_statuses_translate AFTER UPDATE OF language ON statuses
WHEN new.deleted_at IS NULL AND old.language IS NOT new.language
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'languages', coalesce(domain, ''), coalesce(changed.value, 'und'), new.id / 65536 / 86400000, changed.sign
  FROM accounts, (SELECT old.language AS value, -1 AS sign UNION ALL SELECT new.language, 1) changed
  WHERE id = new.account_id AND new.reblog_of_id IS NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_languages', tag_id, coalesce(changed.value, 'und'), new.id / 65536 / 86400000, changed.sign
  FROM status_tags, (SELECT old.language AS value, -1 AS sign UNION ALL SELECT new.language, 1) changed WHERE status_id = new.id;
END;

-- Posts with a tag, by the domain of their author and by language.
CREATE TRIGGER tally_status_tags_insert AFTER INSERT ON status_tags
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_servers', new.tag_id, coalesce(accounts.domain, ''), statuses.id / 65536 / 86400000, 1
  FROM statuses JOIN accounts ON accounts.id = statuses.account_id
  WHERE statuses.id = new.status_id AND statuses.deleted_at IS NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_languages', new.tag_id, coalesce(language, 'und'), id / 65536 / 86400000, 1
  FROM statuses WHERE id = new.status_id AND deleted_at IS NULL;
END;
CREATE TRIGGER tally_status_tags_delete AFTER DELETE ON status_tags
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_servers', old.tag_id, coalesce(accounts.domain, ''), statuses.id / 65536 / 86400000, -1
  FROM statuses JOIN accounts ON accounts.id = statuses.account_id
  WHERE statuses.id = old.status_id AND statuses.deleted_at IS NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'tag_languages', old.tag_id, coalesce(language, 'und'), id / 65536 / 86400000, -1
  FROM statuses WHERE id = old.status_id AND deleted_at IS NULL;
END;

-- Accounts, by domain and by when they say that they were made.
CREATE TRIGGER tally_accounts_insert AFTER INSERT ON accounts
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('accounts', '', coalesce(new.domain, ''), unixepoch(new.created_at) / 86400, 1);
END;
-- What belongs to an account goes first, while it can be told whose it is.
CREATE TRIGGER tally_accounts_empty BEFORE DELETE ON accounts
BEGIN
  DELETE FROM statuses WHERE account_id = old.id;
  DELETE FROM media_attachments WHERE account_id = old.id;
  DELETE FROM follows WHERE account_id = old.id OR target_account_id = old.id;
  DELETE FROM reports WHERE account_id = old.id OR target_account_id = old.id;
END;
CREATE TRIGGER tally_accounts_delete AFTER DELETE ON accounts
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('accounts', '', coalesce(old.domain, ''), unixepoch(old.created_at) / 86400, -1);
END;
CREATE TRIGGER tally_accounts_move AFTER UPDATE OF created_at ON accounts WHEN old.created_at <> new.created_at
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('accounts', '', coalesce(new.domain, ''), unixepoch(old.created_at) / 86400, -1),
    ('accounts', '', coalesce(new.domain, ''), unixepoch(new.created_at) / 86400, 1);
END;

-- Members: when they came and by which program, when they were last here and in which language, and the one
-- by the other, in days and in months. Who was never here is in -1.
CREATE TRIGGER tally_users_insert AFTER INSERT ON users
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('users', '', coalesce(new.application_id, ''), unixepoch(new.created_at) / 86400, 1),
    ('seen', '', coalesce(new.locale, ''), coalesce(unixepoch(new.seen_at) / 86400, -1), 1),
    ('cohorts', unixepoch(new.created_at) / 86400, '', coalesce(unixepoch(new.seen_at) / 86400, -1), 1),
    ('cohort_months',
      (strftime('%Y', new.created_at) - 1970) * 12 + strftime('%m', new.created_at) - 1, '',
      coalesce((strftime('%Y', new.seen_at) - 1970) * 12 + strftime('%m', new.seen_at) - 1, -1), 1);
  INSERT INTO logins SELECT unixepoch(new.seen_at) / 86400, new.account_id WHERE new.seen_at IS NOT NULL
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tally_users_delete AFTER DELETE ON users
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('users', '', coalesce(old.application_id, ''), unixepoch(old.created_at) / 86400, -1),
    ('seen', '', coalesce(old.locale, ''), coalesce(unixepoch(old.seen_at) / 86400, -1), -1),
    ('cohorts', unixepoch(old.created_at) / 86400, '', coalesce(unixepoch(old.seen_at) / 86400, -1), -1),
    ('cohort_months',
      (strftime('%Y', old.created_at) - 1970) * 12 + strftime('%m', old.created_at) - 1, '',
      coalesce((strftime('%Y', old.seen_at) - 1970) * 12 + strftime('%m', old.seen_at) - 1, -1), -1);
END;
CREATE TRIGGER tally_users_see AFTER UPDATE OF seen_at, locale ON users
WHEN old.locale IS NOT new.locale OR unixepoch(old.seen_at) / 86400 IS NOT unixepoch(new.seen_at) / 86400
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('seen', '', coalesce(old.locale, ''), coalesce(unixepoch(old.seen_at) / 86400, -1), -1),
    ('seen', '', coalesce(new.locale, ''), coalesce(unixepoch(new.seen_at) / 86400, -1), 1),
    ('cohorts', unixepoch(new.created_at) / 86400, '', coalesce(unixepoch(old.seen_at) / 86400, -1), -1),
    ('cohorts', unixepoch(new.created_at) / 86400, '', coalesce(unixepoch(new.seen_at) / 86400, -1), 1);
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'cohort_months', (strftime('%Y', new.created_at) - 1970) * 12 + strftime('%m', new.created_at) - 1, '',
    coalesce((strftime('%Y', changed.value) - 1970) * 12 + strftime('%m', changed.value) - 1, -1),
    changed.sign
  FROM (SELECT old.seen_at AS value, -1 AS sign UNION ALL SELECT new.seen_at, 1) changed
  WHERE strftime('%Y-%m', old.seen_at) IS NOT strftime('%Y-%m', new.seen_at);
  INSERT INTO logins SELECT unixepoch(new.seen_at) / 86400, new.account_id WHERE new.seen_at IS NOT NULL
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tally_users_lose_program AFTER UPDATE OF application_id ON users
WHEN old.application_id IS NOT new.application_id
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('users', '', coalesce(old.application_id, ''), unixepoch(new.created_at) / 86400, -1),
    ('users', '', coalesce(new.application_id, ''), unixepoch(new.created_at) / 86400, 1);
END;

-- Reports: when they came, when they were resolved last, and about accounts of which domain.
CREATE TRIGGER tally_reports_insert AFTER INSERT ON reports
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('opened_reports', '', '', unixepoch(new.created_at) / 86400, 1);
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'resolved_reports', '', '', unixepoch(new.action_taken_at) / 86400, 1 WHERE new.action_taken_at IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'reports', '', coalesce(domain, ''), unixepoch(new.created_at) / 86400, 1
  FROM accounts WHERE id = new.target_account_id;
END;
CREATE TRIGGER tally_reports_delete AFTER DELETE ON reports
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  VALUES ('opened_reports', '', '', unixepoch(old.created_at) / 86400, -1);
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'resolved_reports', '', '', unixepoch(old.action_taken_at) / 86400, -1 WHERE old.action_taken_at IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'reports', '', coalesce(domain, ''), unixepoch(old.created_at) / 86400, -1
  FROM accounts WHERE id = old.target_account_id;
END;
CREATE TRIGGER tally_reports_resolve AFTER UPDATE OF action_taken_at ON reports
WHEN old.action_taken_at IS NOT new.action_taken_at
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'resolved_reports', '', '', unixepoch(changed.value) / 86400, changed.sign
  FROM (SELECT old.action_taken_at AS value, -1 AS sign UNION ALL SELECT new.action_taken_at, 1) changed WHERE changed.value IS NOT NULL;
END;

-- Who of other servers is followed, and who of them follows.
CREATE TRIGGER tally_follows_insert AFTER INSERT ON follows
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'followers', '', domain, unixepoch(new.created_at) / 86400, 1
  FROM accounts WHERE id = new.account_id AND domain IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'follows', '', domain, unixepoch(new.created_at) / 86400, 1
  FROM accounts WHERE id = new.target_account_id AND domain IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'followed', domain, id, 0, 1 FROM accounts WHERE id = new.target_account_id AND domain IS NOT NULL;
END;
CREATE TRIGGER tally_follows_delete AFTER DELETE ON follows
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'followers', '', domain, unixepoch(old.created_at) / 86400, -1
  FROM accounts WHERE id = old.account_id AND domain IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'follows', '', domain, unixepoch(old.created_at) / 86400, -1
  FROM accounts WHERE id = old.target_account_id AND domain IS NOT NULL;
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'followed', domain, id, 0, -1 FROM accounts WHERE id = old.target_account_id AND domain IS NOT NULL;
END;

-- Bytes of media that are kept here.
CREATE TRIGGER tally_media_insert AFTER INSERT ON media_attachments WHEN new.file IS NOT NULL AND new.size <> 0
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'media', '', coalesce(domain, ''), unixepoch(new.created_at) / 86400, new.size
  FROM accounts WHERE id = new.account_id;
END;
CREATE TRIGGER tally_media_delete AFTER DELETE ON media_attachments WHEN old.file IS NOT NULL AND old.size <> 0
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'media', '', coalesce(domain, ''), unixepoch(old.created_at) / 86400, -old.size
  FROM accounts WHERE id = old.account_id;
END;
CREATE TRIGGER tally_media_resize AFTER UPDATE OF file, size ON media_attachments
WHEN iif(old.file IS NULL, 0, old.size) <> iif(new.file IS NULL, 0, new.size)
BEGIN
  INSERT INTO tally_log (kind, scope, part, day, amount)
  SELECT 'media', '', coalesce(domain, ''), unixepoch(new.created_at) / 86400,
    iif(new.file IS NULL, 0, new.size) - iif(old.file IS NULL, 0, old.size)
  FROM accounts WHERE id = new.account_id;
END;

-- What was there before.
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'users', '', coalesce(CAST(application_id AS TEXT), ''), unixepoch(created_at) / 86400, count(*) FROM users GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'seen', '', coalesce(locale, ''), coalesce(unixepoch(seen_at) / 86400, -1), count(*) FROM users GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'cohorts', CAST(unixepoch(created_at) / 86400 AS TEXT), '', coalesce(unixepoch(seen_at) / 86400, -1), count(*) FROM users GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'cohort_months', CAST((strftime('%Y', created_at) - 1970) * 12 + strftime('%m', created_at) - 1 AS TEXT), '', coalesce((strftime('%Y', seen_at) - 1970) * 12 + strftime('%m', seen_at) - 1, -1), count(*) FROM users GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'opened_reports', '', '', unixepoch(created_at) / 86400, count(*) FROM reports GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'resolved_reports', '', '', unixepoch(action_taken_at) / 86400, count(*) FROM reports WHERE action_taken_at IS NOT NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'posts', '', coalesce(author.domain, ''), post.id / 65536 / 86400000, count(*) FROM statuses post JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'languages', coalesce(author.domain, ''), coalesce(post.language, 'und'), post.id / 65536 / 86400000, count(*) FROM statuses post JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL AND post.reblog_of_id IS NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'accounts', '', coalesce(author.domain, ''), unixepoch(author.created_at) / 86400, count(*) FROM accounts author GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'media', '', coalesce(author.domain, ''), unixepoch(medium.created_at) / 86400, sum(medium.size) FROM media_attachments medium JOIN accounts author ON author.id = medium.account_id
  WHERE medium.file IS NOT NULL AND medium.size <> 0 GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'reports', '', coalesce(author.domain, ''), unixepoch(report.created_at) / 86400, count(*) FROM reports report JOIN accounts author ON author.id = report.target_account_id GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'follows', '', author.domain, unixepoch(bond.created_at) / 86400, count(*) FROM follows bond JOIN accounts author ON author.id = bond.target_account_id
  WHERE author.domain IS NOT NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'followers', '', author.domain, unixepoch(bond.created_at) / 86400, count(*) FROM follows bond JOIN accounts author ON author.id = bond.account_id
  WHERE author.domain IS NOT NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'followed', author.domain, CAST(author.id AS TEXT), 0, count(*) FROM follows bond JOIN accounts author ON author.id = bond.target_account_id
  WHERE author.domain IS NOT NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'tag_servers', CAST(tagged.tag_id AS TEXT), coalesce(author.domain, ''), post.id / 65536 / 86400000, count(*) FROM status_tags tagged JOIN statuses post ON post.id = tagged.status_id
  JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT 'tag_languages', CAST(tagged.tag_id AS TEXT), coalesce(post.language, 'und'), post.id / 65536 / 86400000, count(*) FROM status_tags tagged JOIN statuses post ON post.id = tagged.status_id
  JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL GROUP BY 2, 3, 4;
INSERT INTO tallies (kind, scope, part, day, amount)
  SELECT kind, scope, part, -1, sum(amount) FROM tallies
  WHERE kind IN ('posts', 'accounts', 'media', 'reports', 'follows', 'followers') GROUP BY kind, scope, part;
INSERT INTO logins SELECT unixepoch(seen_at) / 86400, account_id FROM users WHERE seen_at IS NOT NULL;
