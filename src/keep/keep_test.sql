-- Statements of the room's own tests, on the tables of src/keep/test/schema/.

-- account_add(id id, amount int)
INSERT INTO account (id, amount) VALUES ($id, $amount)

-- account_move(giver id, taker id, amount int)
UPDATE account SET amount = amount + CASE WHEN id = $taker THEN $amount ELSE -$amount END
WHERE id IN ($giver, $taker)

-- account_sum(): n int
-- one row
SELECT CAST(sum(amount) AS BIGINT) AS n FROM account

-- counter_set(n int)
UPDATE counter SET n = $n WHERE one = 1

-- counter_get(): n int
-- one row
SELECT n FROM counter WHERE one = 1

-- @part side
-- side_counter_set(n int)
UPDATE counter SET n = $n WHERE one = 1

-- side_counter_get(): n int
-- one row
SELECT n FROM counter WHERE one = 1
