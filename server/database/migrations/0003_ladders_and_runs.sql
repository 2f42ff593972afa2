-- A ladder's run for a record: what its steps count from, which of them are over (engine/timer/run.ts). Its next firing waits in formwork.timer under
-- the key `ladder:<id>`.
create table formwork.ladder_run (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  -- the version whose steps and actions it keeps (M19)
  app_version integer not null,
  ladder text not null,
  form_key text not null,
  record_id uuid not null,
  -- '' or the event that began it, where each begins a run of its own
  subject text not null,
  -- what the event that stops it has in common with the one that began it
  match text not null,
  state text not null check (state in ('waiting', 'done', 'stopped', 'cancelled')),
  -- the steps with the durations read when it was armed
  steps jsonb not null,
  run jsonb not null,
  event jsonb not null,
  -- how many there have been for this record
  runs integer not null,
  due_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz,
  log jsonb not null,
  primary key (org_id, id),
  unique (org_id, app_id, ladder, record_id, subject),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index ladder_run_record on formwork.ladder_run (org_id, app_id, form_key, record_id);
create index ladder_run_match on formwork.ladder_run (org_id, app_id, ladder, match) where state = 'waiting';

-- A run of an automation: queued in the write that set it off, carried out after its commit, kept as its history.
create table formwork.run (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  app_version integer not null,
  automation text not null,
  form_key text,
  record_id uuid,
  state text not null check (state in ('queued', 'waiting', 'done', 'failed', 'handed_over')),
  -- makes queueing idempotent: automation and happening
  key text not null,
  happening jsonb not null,
  actor jsonb not null,
  -- one entry for each action: what it did, or why it failed
  steps jsonb not null,
  -- the action it goes on with, and what the earlier ones answered
  next integer not null,
  out jsonb not null,
  attempts integer not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  error jsonb,
  primary key (org_id, id),
  unique (org_id, key),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index run_due on formwork.run (due_at, id) where state in ('queued', 'waiting');
create index run_record on formwork.run (org_id, app_id, form_key, record_id, created_at desc);
create index run_automation on formwork.run (org_id, app_id, automation, created_at desc);
create index run_failed on formwork.run (org_id, app_id, created_at desc) where state in ('failed', 'handed_over');
