-- The log of looks.
-- @part side

-- look_put(at_ms int, id id, account id, uid int, funcs text, via text, kind cat, route text, format text, person id, org id, day day, people int, class int, columns text, purpose text)
INSERT INTO look (at_ms, id, account, uid, funcs, via, kind, route, format, person, org, day, people, class, columns, purpose)
VALUES ($at_ms, $id, $account, $uid, $funcs, $via, $kind, $route, $format, $person, $org, $day, $people, $class, $columns, $purpose)
