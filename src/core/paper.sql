-- Lists that are printed.

-- Who signs for an organisation.
-- paper_signer(org id, day day, known int): holder text
-- one row
SELECT min(holder) AS holder FROM org_post
WHERE org = $org AND body = 0 AND post = 'secretary' AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known
