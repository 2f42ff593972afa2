-- Tells contents of an app apart, on every server alike; null = published before this was kept, worked out when it is first asked for.
alter table formwork.app_version add column fingerprint text;
-- Versions of the same app from elsewhere that were taken in: a later file from there, or back to there, is merged from the newest both know.
create table formwork.taken_version (
  org_id uuid not null,
  app_id uuid not null,
  fingerprint text not null,
  definition jsonb not null,
  -- fingerprints of what it contains itself, as its file said
  lineage jsonb not null,
  -- the version of this app that has it
  version integer not null,
  -- the publish that brings it, where that takes longer than a moment: one that fails brought nothing
  publish uuid,
  taken_at timestamptz not null,
  primary key (org_id, app_id, fingerprint),
  foreign key (org_id, app_id) references formwork.app (org_id, id),
  foreign key (org_id, publish) references formwork.app_publish (org_id, id)
);
