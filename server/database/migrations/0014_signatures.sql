-- Keys an organisation signs its bundles with; the private one is sealed. One is in use, former ones stay: what they signed stays the organisation's own.
create table formwork.signing_key (
  org_id uuid not null references formwork.organisation (id),
  id text not null,
  public_key text not null,
  private_key bytea not null,
  created_at timestamptz not null,
  created_by uuid,
  retired_at timestamptz,
  primary key (org_id, id)
);
create unique index signing_key_in_use on formwork.signing_key (org_id) where retired_at is null;

-- Authors of templates whose signature an administrator decided to believe.
create table formwork.trusted_publisher (
  org_id uuid not null references formwork.organisation (id),
  key_id text not null,
  public_key text not null,
  -- the name it bore when it was trusted
  name text not null,
  trusted_at timestamptz not null,
  trusted_by uuid,
  primary key (org_id, key_id)
);

-- Whose templates may be installed: anyone's, or trusted publishers' only.
alter table formwork.organisation add column store_policy text not null default 'anyone' check (store_policy in ('anyone', 'trusted'));
