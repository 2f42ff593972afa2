-- An app that was taken away is kept for a while and can come back: its timers and tasks are held, who had which of its roles is kept here.
-- Purged, its records and everything else of it are gone; its row and the trail (decisions, moves, assignments, audit) stay, as nothing can take them away.
create table formwork.app_removal (
  org_id uuid not null,
  app_id uuid not null,
  removed_at timestamptz not null,
  removed_by uuid,
  -- [{ user, role }]
  roles jsonb not null,
  purged_at timestamptz,
  primary key (org_id, app_id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);
create index app_removal_kept on formwork.app_removal (removed_at) where purged_at is null;

alter table formwork.timer drop constraint timer_state_check;
alter table formwork.timer add constraint timer_state_check check (state in ('waiting', 'fired', 'cancelled', 'held'));
alter table formwork.task drop constraint task_state_check;
alter table formwork.task add constraint task_state_check check (state in ('open', 'done', 'cancelled', 'held'));

-- What was removed before this: gone from every page, its timers and tasks were cancelled. It can be purged, or come back without them.
insert into formwork.app_removal (org_id, app_id, removed_at, roles)
  select org_id, id, deleted_at, '[]' from formwork.app where deleted_at is not null;
