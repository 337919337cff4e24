-- What anybody can try with somebody's account is counted by account and address together, with a far higher ceiling for
-- the account alone: until now a stranger who tried eight passwords kept the owner out (src/lib/server/limits.ts).
-- What an address may do alone is wide enough for a class in one room, or a town behind one address of a mobile network.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('sign-in:address', 100, 600),
  ('sign-in:account-address', 8, 600),
  ('sign-in:account', 300, 3600),
  ('sign-up:address', 100, 3600),
  ('code:address', 100, 3600),
  ('code:account-address', 5, 3600),
  ('code:account', 30, 3600),
  ('verify:address', 100, 600),
  ('verify:account-address', 8, 600),
  -- A code has eight digits and holds an hour.
  ('verify:account', 100, 3600),
  -- Of a person who is signed in and shows the password again; nobody else counts here.
  ('proof:account', 8, 600)
  on conflict (bucket) do update set max_hits = excluded.max_hits, window_seconds = excluded.window_seconds;
