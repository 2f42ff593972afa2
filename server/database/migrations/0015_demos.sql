-- Demonstrations of a template: an organisation of its own with made-up people, the app and its sample data. It stands in no list, nothing runs in it by
-- itself, visitors only read, and it is gone after a day.
create table formwork.demo (
  org_id uuid primary key references formwork.organisation (id),
  -- whose administrators may look at it
  for_org uuid not null references formwork.organisation (id),
  template text not null,
  language text not null check (language in ('zh', 'en')),
  -- sum over the definition it was made of: another version is another demo
  checksum text not null,
  -- how many sample records there are; null = too many to be put in
  samples integer,
  created_at timestamptz not null
);
create index demo_of on formwork.demo (for_org, template, language);
