-- What was used since trends were refreshed last. All that was used of late is looked at once more.
CREATE TABLE trends_due (
  kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  PRIMARY KEY (kind, thing_id)
);
INSERT INTO trends_due SELECT DISTINCT 'tag', tag_id FROM tag_days;
INSERT INTO trends_due SELECT DISTINCT 'link', card_id FROM card_days;
INSERT INTO trends_due SELECT DISTINCT 'status', status_id FROM status_uses;
DROP TABLE status_uses;
