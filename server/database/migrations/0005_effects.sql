-- What leaves the house: deliveries with their attempts, the channels they go by, where people are reached, webhooks both ways.

-- A delivery. Its id is the same at every try and is what the outside sees (Message-ID, Idempotency-Key, webhook-id).
-- `due_at` is when a worker may take it; while one holds it, when its lease ends. `fence` counts the claims: only the last one may settle it (RL-11).
create table formwork.outbox (
  org_id uuid not null,
  id uuid not null,
  key text not null,
  app_id uuid,
  channel text not null,
  -- deliveries of one lane go to the same place outside; a slow place keeps only its own waiting
  lane text not null,
  content jsonb not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'withheld')),
  due_at timestamptz not null,
  tries integer not null,
  fence bigint not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- { code, params } of the last try that did not succeed
  reason jsonb,
  primary key (org_id, id),
  unique (org_id, key),
  foreign key (org_id) references formwork.organisation (id)
);
create index outbox_due on formwork.outbox (due_at, id) where state = 'waiting';
create index outbox_state on formwork.outbox (org_id, state, id desc);
create index outbox_lane on formwork.outbox (org_id, lane, id desc);
create index outbox_age on formwork.outbox (settled_at) where settled_at is not null;

-- One row a try that was settled; a try whose node died leaves none, its number is missing.
create table formwork.outbox_attempt (
  org_id uuid not null,
  outbox_id uuid not null,
  fence bigint not null,
  at timestamptz not null,
  milliseconds integer not null,
  outcome text not null check (outcome in ('sent', 'retry', 'failed')),
  -- { code, params } or what the other side answered: { status, ... }
  detail jsonb not null,
  primary key (org_id, outbox_id, fence),
  foreign key (org_id, outbox_id) references formwork.outbox (org_id, id) on delete cascade
);

-- How many of something in a window of time, counted in short statements of their own.
create table formwork.rate (
  org_id uuid not null,
  subject text not null,
  window_at timestamptz not null,
  n integer not null,
  primary key (org_id, subject, window_at)
);
create index rate_age on formwork.rate (window_at);

-- How the organisation sends: one row a kind. `secret` is sealed (server/channels/secrets.ts) and never read back by anybody but a sender.
create table formwork.channel (
  org_id uuid not null,
  kind text not null,
  settings jsonb not null,
  secret bytea,
  enabled boolean not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (org_id, kind),
  foreign key (org_id) references formwork.organisation (id)
);

-- Where a person is reached outside.
create table formwork.person_address (
  org_id uuid not null,
  user_id uuid not null,
  channel text not null check (channel in ('email', 'sms', 'wecom', 'dingtalk', 'feishu')),
  address text not null,
  primary key (org_id, user_id, channel),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);

-- { kinds: { kind: [channel] }, quiet: { from, to }, digest: { channel: 'hourly' | 'daily' }, digestAt }; absent = the defaults
create table formwork.notice_preference (
  org_id uuid not null,
  user_id uuid not null,
  preference jsonb not null,
  updated_at timestamptz not null,
  primary key (org_id, user_id),
  foreign key (org_id, user_id) references formwork.app_user (org_id, id)
);

alter table formwork.notification add column kind text not null default 'notice';
alter table formwork.notification add column app_key text;
create index notification_app on formwork.notification (org_id, app_key, id desc);

-- Notices that wait for a person's next digest by a channel.
create table formwork.digest_item (
  org_id uuid not null,
  user_id uuid not null,
  channel text not null,
  slot_at timestamptz not null,
  notification_id uuid not null,
  primary key (org_id, user_id, channel, slot_at, notification_id),
  foreign key (org_id, notification_id) references formwork.notification (org_id, id) on delete cascade
);

-- Hosts an app's webhooks and connectors may call. None: the app reaches nothing outside.
create table formwork.app_host (
  org_id uuid not null,
  app_id uuid not null,
  host text not null,
  primary key (org_id, app_id, host),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

-- Secrets that connectors name; written, never read back.
create table formwork.app_secret (
  org_id uuid not null,
  app_id uuid not null,
  name text not null,
  secret bytea not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (org_id, app_id, name),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

-- Outgoing webhooks. `forms` null = every form.
create table formwork.webhook (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  name text not null,
  url text not null,
  events text[] not null,
  forms text[],
  secret bytea not null,
  enabled boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

-- Incoming hooks: the address holds `key`, the sender signs with the secret.
create table formwork.hook (
  org_id uuid not null,
  id uuid not null,
  app_id uuid not null,
  key text not null unique,
  name text not null,
  secret bytea not null,
  enabled boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (org_id, id),
  foreign key (org_id, app_id) references formwork.app (org_id, id)
);

-- What came in. The sender's id is remembered: the same one again is a replay (SR-26).
create table formwork.hook_event (
  org_id uuid not null,
  id uuid not null,
  hook_id uuid not null,
  app_id uuid not null,
  external_id text not null,
  content jsonb not null,
  received_at timestamptz not null,
  handled_at timestamptz,
  primary key (org_id, id),
  unique (org_id, hook_id, external_id),
  foreign key (org_id, hook_id) references formwork.hook (org_id, id)
);
create index hook_event_age on formwork.hook_event (received_at);
