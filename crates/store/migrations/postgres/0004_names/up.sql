-- What people are called, from each word on but the first; in the names of before, words end at spaces.
CREATE TABLE account_names (
  account_id BIGINT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  rest TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, rest)
);
CREATE INDEX account_names_rest ON account_names (rest);
INSERT INTO account_names (account_id, rest)
WITH RECURSIVE parts (account_id, rest) AS (
  SELECT id, display_name_lower FROM accounts
  UNION
  SELECT account_id, ltrim(substr(rest, strpos(rest, ' ') + 1)) FROM parts WHERE strpos(rest, ' ') > 0
)
SELECT DISTINCT account_id, substr(rest, 1, 64) FROM parts JOIN accounts ON accounts.id = parts.account_id
WHERE rest <> '' AND rest <> display_name_lower;
