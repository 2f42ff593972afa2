-- Templates an organisation publishes in its own store. A version never changes; one that waits is seen by administrators only.
create table formwork.template (
  org_id uuid not null references formwork.organisation (id),
  key text not null,
  version text not null,
  state text not null check (state in ('waiting', 'approved', 'withdrawn')),
  bundle jsonb not null,
  published_at timestamptz not null,
  published_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  primary key (org_id, key, version)
);
