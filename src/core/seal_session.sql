-- What a session keeps of its account's key, in the side database.
-- @part side

-- session_seal_put(digest text, seal bytes)
UPDATE session SET seal = $seal WHERE digest = $digest

-- session_seal(digest text): seal bytes
-- one row
SELECT seal FROM session WHERE digest = $digest
