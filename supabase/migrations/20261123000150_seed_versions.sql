-- Which seeds this database holds, so that a start with unchanged seeds reads one row per seed and writes nothing.

create table private.seed_versions (
  name text primary key,
  hash text not null,
  applied_at timestamptz not null default now()
);
comment on table private.seed_versions is 'Content hash of every seed file as it was last applied. Written by the seeder only: no grants.';
