-- How far a person has followed a tour of the pages: it goes on from there on any machine, and never begins twice.
create table formwork.tour (
  org_id uuid not null,
  user_id uuid not null,
  key text not null,
  -- key of the step to do next
  step text not null,
  ended boolean not null,
  updated_at timestamptz not null,
  primary key (org_id, user_id, key),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);
