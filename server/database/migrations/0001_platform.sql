-- The platform's own tables. Keys begin with org_id; ids are UUIDv7 made by the server; times come from the One Clock, so nothing defaults to now().
-- What users name (apps, forms, fields, roles) is stored by key: keys never change.

create schema if not exists formwork;

create table formwork.organisation (
  id uuid primary key,
  name text not null,
  zone text not null,
  language text not null check (language in ('zh', 'en')),
  -- Raised by every change of people, departments or roles: cached directories compare it.
  directory_version bigint not null,
  demo_at timestamptz,
  created_at timestamptz not null
);

create table formwork.department (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  parent_id uuid,
  head_id uuid,
  primary key (org_id, id),
  foreign key (org_id) references formwork.organisation (id),
  foreign key (org_id, parent_id) references formwork.department (org_id, id)
);

create table formwork.app_user (
  org_id uuid not null,
  id uuid not null,
  login text not null,
  name text not null,
  password_hash text not null,
  department_id uuid,
  manager_id uuid,
  title text not null,
  language text check (language in ('zh', 'en')),
  zone text,
  admin boolean not null,
  active boolean not null,
  -- Which role of a template a person of the demo company takes: 'seller', 'manager', 'director', 'finance' ...
  demo_role text,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id) references formwork.organisation (id),
  foreign key (org_id, department_id) references formwork.department (org_id, id),
  foreign key (org_id, manager_id) references formwork.app_user (org_id, id)
);
create unique index app_user_login on formwork.app_user (lower(login));

alter table formwork.department
  add foreign key (org_id, head_id) references formwork.app_user (org_id, id);

create table formwork.user_role (
  org_id uuid not null,
  user_id uuid not null,
  app_key text not null,
  role_key text not null,
  primary key (org_id, user_id, app_key, role_key),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
create index user_role_app on formwork.user_role (org_id, app_key, role_key);

-- The id is the SHA-256 of the cookie's value: a copy of this table signs nobody in.
create table formwork.session (
  id bytea primary key,
  org_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
create index session_of_user on formwork.session (org_id, user_id);
create index session_expiry on formwork.session (expires_at);

create table formwork.api_token (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  -- null = every app the user may use
  apps text[],
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
create index api_token_user on formwork.api_token (org_id, user_id);

-- Wrong sign-ins per login and per address, known or not. Keys are hashes.
create table formwork.sign_in_attempt (
  key bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz,
  -- blocked_until as the last try found it
  blocked_before timestamptz
);

create table formwork.app (
  org_id uuid not null,
  id uuid not null,
  key text not null,
  -- The PostgreSQL schema that holds this installation's records.
  schema_name text not null unique,
  version integer not null,
  -- { template, version, definition } of the template it came from, whole: a three-way merge needs it
  origin jsonb,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id) references formwork.organisation (id)
);
create unique index app_key on formwork.app (org_id, key) where deleted_at is null;

create table formwork.app_version (
  org_id uuid not null,
  app_id uuid not null,
  version integer not null,
  definition jsonb not null,
  -- where each form and field lives: tables and columns
  storage jsonb not null,
  published_at timestamptz not null,
  published_by uuid,
  note text,
  primary key (org_id, app_id, version),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

create table formwork.app_draft (
  org_id uuid not null,
  app_id uuid not null,
  definition jsonb not null,
  revision integer not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (org_id, app_id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

create table formwork.app_setting (
  org_id uuid not null,
  app_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (org_id, app_id, key),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

create table formwork.workflow_instance (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  app_version integer not null,
  form_key text not null,
  record_id uuid not null,
  workflow_key text not null,
  state jsonb not null,
  status text not null check (status in ('running', 'ended', 'withdrawn', 'failed')),
  applicant_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  version integer not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create unique index workflow_instance_running on formwork.workflow_instance (org_id, app_id, form_key, record_id, workflow_key) where status = 'running';
create index workflow_instance_record on formwork.workflow_instance (org_id, app_id, form_key, record_id);
create index workflow_instance_applicant on formwork.workflow_instance (org_id, applicant_id, started_at desc);

create table formwork.task (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  form_key text not null,
  record_id uuid not null,
  instance_id uuid,
  workflow_key text,
  node_key text,
  activation integer not null,
  kind text not null check (kind in ('approve', 'fill', 'cc', 'todo')),
  title jsonb not null,
  assignee_id uuid not null,
  applicant_id uuid,
  state text not null check (state in ('open', 'done', 'cancelled')),
  outcome text,
  acted_by uuid,
  acted_at timestamptz,
  due_at timestamptz,
  created_at timestamptz not null,
  version integer not null,
  data jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id),
  foreign key (org_id, instance_id) references formwork.workflow_instance (org_id, id)
);
create index task_open on formwork.task (org_id, assignee_id, created_at desc) where state = 'open';
create index task_assignee on formwork.task (org_id, assignee_id, state, created_at desc);
create index task_acted on formwork.task (org_id, acted_by, acted_at desc) where acted_by is not null;
create index task_instance on formwork.task (org_id, instance_id, node_key, activation);
create index task_record on formwork.task (org_id, app_id, form_key, record_id);

create table formwork.decision (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  form_key text not null,
  record_id uuid not null,
  instance_id uuid,
  task_id uuid,
  node_key text,
  user_id uuid,
  on_behalf_of uuid,
  act text not null,
  opinion text,
  files uuid[] not null,
  at timestamptz not null,
  data jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index decision_record on formwork.decision (org_id, app_id, form_key, record_id, at);
create index decision_instance on formwork.decision (org_id, instance_id, at);

create table formwork.move (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  form_key text not null,
  record_id uuid not null,
  from_stage text,
  to_stage text not null,
  at timestamptz not null,
  by uuid,
  -- how long the record had been in from_stage
  seconds_in_stage bigint,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index move_record on formwork.move (org_id, app_id, form_key, record_id, at);

-- A timer is the truth; whatever wakes a worker is only a hint. `key` makes arming idempotent (rule M25).
create table formwork.timer (
  org_id uuid not null,
  id uuid not null,
  key text not null,
  app_id uuid not null,
  kind text not null,
  subject jsonb not null,
  due_at timestamptz not null,
  state text not null check (state in ('waiting', 'fired', 'cancelled')),
  version integer not null,
  fired_at timestamptz,
  primary key (org_id, id),
  unique (org_id, key),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index timer_due on formwork.timer (due_at, id) where state = 'waiting';

create table formwork.notification (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  text jsonb not null,
  link jsonb,
  created_at timestamptz not null,
  read_at timestamptz,
  dedupe_key text,
  primary key (org_id, id),
  unique (org_id, dedupe_key),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
create index notification_user on formwork.notification (org_id, user_id, id desc);
create index notification_unread on formwork.notification (org_id, user_id, id desc) where read_at is null;

create table formwork.comment (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  form_key text not null,
  record_id uuid not null,
  text text not null,
  by uuid not null,
  at timestamptz not null,
  mentions uuid[] not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index comment_record on formwork.comment (org_id, app_id, form_key, record_id, id);

create table formwork.saved_view (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  form_key text not null,
  base text,
  name text not null,
  shared boolean not null,
  query jsonb not null,
  by uuid not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index saved_view_form on formwork.saved_view (org_id, app_id, form_key, by);

-- The content lies in the data folder under the id. Only attached files belong to a record's field.
create table formwork.file (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  size bigint not null,
  type text not null,
  sha256 bytea not null,
  state text not null check (state in ('pending', 'attached', 'orphaned')),
  app_id uuid,
  form_key text,
  record_id uuid,
  field_key text,
  by uuid,
  created_at timestamptz not null,
  primary key (org_id, id),
  check (state <> 'attached' or (app_id is not null and form_key is not null and record_id is not null and field_key is not null)),
  foreign key (org_id) references formwork.organisation (id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index file_record on formwork.file (org_id, app_id, form_key, record_id);
create index file_loose on formwork.file (created_at) where state <> 'attached';

create table formwork.idempotency (
  org_id uuid not null,
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  headers jsonb not null,
  body text not null,
  created_at timestamptz not null,
  primary key (org_id, user_id, key)
);
create index idempotency_age on formwork.idempotency (created_at);

create table formwork.audit (
  org_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  user_id uuid,
  token_id uuid,
  action text not null,
  subject jsonb not null,
  detail jsonb not null,
  ip text,
  request_id text,
  primary key (org_id, id),
  foreign key (org_id) references formwork.organisation (id)
);
create index audit_time on formwork.audit (org_id, at desc);

-- Serial numbers of documents: a row, not a sequence, so that a rolled back record leaves no gap and another database can take over.
create table formwork.counter (
  org_id uuid not null,
  app_id uuid not null,
  key text not null,
  period text not null,
  value bigint not null,
  primary key (org_id, app_id, key, period),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

create function formwork.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'formwork.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete on formwork.decision for each row execute function formwork.refuse_change();
create trigger append_only before update or delete on formwork.move for each row execute function formwork.refuse_change();
create trigger append_only before update or delete on formwork.audit for each row execute function formwork.refuse_change();
create trigger append_only_truncate before truncate on formwork.decision for each statement execute function formwork.refuse_change();
create trigger append_only_truncate before truncate on formwork.move for each statement execute function formwork.refuse_change();
create trigger append_only_truncate before truncate on formwork.audit for each statement execute function formwork.refuse_change();
