-- Templates over the fence. Whether other servers may take the approved ones, with which access codes (a copy of this table opens nothing: hashes) ...
alter table formwork.organisation add column offers_templates boolean not null default false;

create table formwork.store_access (
  org_id uuid not null references formwork.organisation (id),
  id uuid not null,
  name text not null,
  code_hash bytea not null unique,
  created_at timestamptz not null,
  created_by uuid,
  last_used_at timestamptz,
  primary key (org_id, id)
);

-- ... and the servers this organisation takes templates from, with what they last said they have.
create table formwork.store (
  org_id uuid not null references formwork.organisation (id),
  id uuid not null,
  name text not null,
  address text not null,
  -- sealed
  code bytea,
  catalog jsonb not null,
  -- when it was last asked, and why that failed: { code, params }
  asked_at timestamptz not null,
  problem jsonb,
  added_at timestamptz not null,
  added_by uuid,
  primary key (org_id, id),
  unique (org_id, address)
);
create index store_asked on formwork.store (asked_at);
