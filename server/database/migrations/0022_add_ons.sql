-- What was added to an app, upgraded and taken out again; the newest row of an add-on says how it stands.
create table formwork.add_on (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  -- what names its template: its key, or its key and another server's store; of one that came as a file, its key
  address text not null,
  version text not null,
  -- as it was added; null = taken out
  definition jsonb,
  -- the app it was added to, without it: what an upgrade and taking it out are merged from
  host jsonb,
  -- fingerprint of the key that signed it; null = nobody, or it was made in this house
  signer text,
  -- the publish that brings it, where that takes longer than a moment: one that fails brought nothing
  publish uuid,
  changed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id),
  foreign key (org_id, publish) references formwork.app_publish (org_id, id)
);
create index add_on_app on formwork.add_on (org_id, app_id, address, changed_at);
