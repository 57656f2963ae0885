-- @part side
-- Reminders by mail.

-- mail_to_get(account id): address text
-- one row
SELECT address FROM mail_to WHERE account = $account

-- mail_to_store(account id, address text, origin text, lang text)
INSERT INTO mail_to (account, address, origin, lang) VALUES ($account, $address, $origin, $lang)
ON CONFLICT (account) DO UPDATE SET address = excluded.address, origin = excluded.origin, lang = excluded.lang

-- mail_to_drop(account id)
DELETE FROM mail_to WHERE account = $account

-- Who was not told today.
-- mail_to_next(day day): account id, address text, origin text, lang text
-- one row
SELECT account, address, origin, lang FROM mail_to WHERE told_day < $day ORDER BY account LIMIT 1

-- mail_to_told(account id, day day)
UPDATE mail_to SET told_day = $day WHERE account = $account

-- mail_out_insert(id id, account id, day day, address text, subject text, body text, made_ms int)
INSERT INTO mail_out (id, account, day, address, subject, body, state, made_ms)
VALUES ($id, $account, $day, $address, $subject, $body, 'waiting', $made_ms)

-- mail_out_waiting(limit int): id id, address text, subject text, body text, tries int
SELECT id, address, subject, body, tries FROM mail_out WHERE state = 'waiting' ORDER BY made_ms, id LIMIT $limit

-- mail_out_done(id id, state text, tries int)
UPDATE mail_out SET state = $state, tries = $tries WHERE id = $id

-- Sent ones are of no use after some days.
-- mail_out_tidy(made_ms int)
DELETE FROM mail_out WHERE state <> 'waiting' AND made_ms < $made_ms
