-- A subprocess knows who called it. Several may run for one record when each is about a row of it.
alter table formwork.workflow_instance add column parent_id uuid;
alter table formwork.workflow_instance add column parent_activation integer;
alter table formwork.workflow_instance add column row_key text not null default '';
drop index formwork.workflow_instance_running;
create unique index workflow_instance_running on formwork.workflow_instance (org_id, app_id, form_key, record_id, workflow_key, row_key) where status = 'running';
create index workflow_instance_parent on formwork.workflow_instance (org_id, parent_id) where parent_id is not null;

-- Who stands in for somebody while he is away. The days are his own; the instants follow from his zone.
create table formwork.delegation (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  substitute_id uuid not null,
  from_day date not null,
  until_day date not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  primary key (org_id, id),
  check (from_at < until_at and user_id <> substitute_id),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id),
  foreign key (org_id, substitute_id) references formwork.app_user (org_id, id)
);
create index delegation_user on formwork.delegation (org_id, user_id, from_at);
create index delegation_now on formwork.delegation (org_id, until_at);
