-- "One holder per customer" is kept by exclusion constraints (rule M10). A trusted extension: the owner of the database may create it.
create extension if not exists btree_gist with schema public;

-- Where the rotation of each lane stands. The row is the lock under which a record is given (rule M26); lane '' is the policy as a whole.
create table formwork.assignment_lane (
  org_id uuid not null,
  app_id uuid not null,
  policy_key text not null,
  lane text not null,
  state jsonb not null,
  -- decisions made under this lock so far
  decisions bigint not null,
  primary key (org_id, app_id, policy_key, lane),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

-- Every decision with what it was made of (rule M28): replayed in the order of (locked lane, position) it gives the same list.
create table formwork.assignment (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  policy_key text not null,
  form_key text not null,
  record_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('assign', 'claim', 'release')),
  outcome text not null check (outcome in ('given', 'kept', 'otherwise', 'waits', 'nobody', 'claimed', 'released')),
  user_id uuid,
  previous_id uuid,
  by uuid,
  reason text,
  -- the lane whose row was locked, and the how manieth decision under it
  locked text not null,
  position bigint not null,
  question jsonb,
  candidates jsonb,
  -- keys of the limits that count it, and of those whose share it is part of
  counted text[] not null,
  in_share text[] not null,
  primary key (org_id, id),
  unique (org_id, app_id, policy_key, locked, position),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index assignment_record on formwork.assignment (org_id, app_id, form_key, record_id, at);
create index assignment_user on formwork.assignment (org_id, app_id, policy_key, user_id, at);

create trigger append_only before update or delete on formwork.assignment for each row execute function formwork.refuse_change();
create trigger append_only_truncate before truncate on formwork.assignment for each statement execute function formwork.refuse_change();

-- What an app's form with `extends: "user"` says of people, kept beside the directory and read with it.
create table formwork.person_attribute (
  org_id uuid not null,
  app_id uuid not null,
  user_id uuid not null,
  record_id uuid not null,
  attributes jsonb not null,
  primary key (org_id, app_id, user_id),
  foreign key (org_id, app_id) references formwork.app (org_id, id),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
