-- +goose Up

-- Where leads come from (渠道); kind: own, free, paid. cleaning is the list of what a lead of it must meet.
create table channel (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  kind       text    not null,
  aliases    text    not null default '[]',
  points     integer not null default 0,
  cleaning   text    not null default '{}',
  position   integer not null default 0
);
create unique index channel_one on channel (name) where deleted_at is null;

-- What a channel cost in a month ("2026-11"); several entries of a month add up.
create table channel_cost (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  channel_id integer not null references channel (id) on delete cascade,
  month      text    not null,
  amount     integer not null,
  note       text    not null default ''
);
create index channel_cost_by_month on channel_cost (month, channel_id);

-- Names that might become customers (线索); state: open, converted, recycled, invalid.
create table lead (
  id             integer primary key,
  uid            text    not null,
  created_at     integer not null,
  updated_at     integer not null,
  version        integer not null,
  deleted_at     integer,
  name           text    not null,
  company        text    not null default '',
  phone          text    not null default '',
  wechat         text    not null default '',
  email          text    not null default '',
  channel_id     integer not null default 0,
  province       text    not null default '',
  city           text    not null default '',
  need           text    not null default '',
  products       text    not null default '[]',
  amount         integer not null default 0,
  decision_maker integer not null default 0,
  own_grade      text    not null default '',
  received_at    integer not null,
  tags           text    not null default '[]',
  remark         text    not null default '',
  state          text    not null default 'open',
  reason         text    not null default '',
  reason_note    text    not null default '',
  closed_at      integer not null default 0,
  customer_id    integer not null default 0,
  contact_id     integer not null default 0,
  opportunity_id integer not null default 0,
  -- Derived, no part of the record: written by the hooks of this package only.
  sort_key       text    not null default '',
  phone_key      text    not null default '',
  first_at       integer not null default 0,
  last_at        integer not null default 0,
  next_due       text    not null default '',
  next_id        integer not null default 0,
  score          integer not null default 0,
  grade          text    not null default 'cold',
  problems       integer not null default 0
);
create index lead_by_received on lead (deleted_at, state, received_at);
create index lead_by_name     on lead (deleted_at, sort_key, name);
create index lead_by_grade    on lead (deleted_at, state, score);
create index lead_by_channel  on lead (channel_id, deleted_at);
create index lead_by_phone    on lead (phone_key) where phone_key <> '';
create index lead_by_wechat   on lead (wechat) where wechat <> '';
create index lead_by_email    on lead (email) where email <> '';
create index lead_by_customer on lead (customer_id) where customer_id <> 0;

-- What was said with a lead; its customer_id is 0 until the lead has become one.
alter table interaction add column lead_id integer not null default 0;
create index interaction_by_lead on interaction (lead_id, at) where lead_id <> 0;
