-- 0008: what a transaction made and voided is found by it: the tables of 0007.

CREATE INDEX person_request_txn ON person_request (txn);
CREATE INDEX person_request_void ON person_request (void_txn) WHERE void_txn <> 0;
CREATE INDEX look_delay_txn ON look_delay (txn);
CREATE INDEX look_delay_void ON look_delay (void_txn) WHERE void_txn <> 0;
