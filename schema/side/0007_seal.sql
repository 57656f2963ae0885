-- Side 0007: the private key of who is signed in, under a key from the token in their cookie.

ALTER TABLE session ADD COLUMN seal @BYTES;
