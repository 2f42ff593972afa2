-- A publish whose values or indexes are many: they are made ready in batches while the old version serves, then the version changes in a moment.
create table formwork.app_publish (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  -- the version it follows; nobody else publishes meanwhile
  base integer not null,
  -- as it was checked, before fields are added for values that do not fit
  definition jsonb not null,
  -- what the publisher chose, and his note
  options jsonb not null,
  by uuid,
  state text not null check (state in ('preparing', 'published', 'failed', 'cancelled')),
  done bigint not null,
  total bigint not null,
  -- code and params of what stopped it
  problem jsonb,
  version integer,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create unique index app_publish_preparing on formwork.app_publish (org_id, app_id) where state = 'preparing';
