-- Events that triggers of the kind "window" count: how often something happened within a span.
create table formwork.window_event (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  automation text not null,
  -- which of the automation's triggers
  trigger integer not null,
  -- what is counted together
  group_key text not null,
  record_id uuid not null,
  at timestamptz not null,
  -- a number as text, true or false, or null
  value jsonb,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index window_event_group on formwork.window_event (org_id, app_id, automation, trigger, group_key, at desc);
