-- +goose Up

-- Ways to sell, each with its stages in order.
create table pipeline (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  position   integer not null default 0
);

-- probability in basis points; target_days 0 is none; criteria are JSON.
create table stage (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  pipeline_id integer not null references pipeline (id) on delete cascade,
  name        text    not null,
  colour      text    not null default '',
  position    integer not null default 0,
  probability integer not null default 0,
  target_days integer not null default 0,
  criteria    text    not null default '[]'
);
create index stage_by_pipeline on stage (pipeline_id, position);

create table opportunity (
  id              integer primary key,
  uid             text    not null,
  created_at      integer not null,
  updated_at      integer not null,
  version         integer not null,
  deleted_at      integer,
  name            text    not null,
  customer_id     integer not null,
  pipeline_id     integer not null,
  stage_id        integer not null,
  stage_since     integer not null,
  opened_at       integer not null,
  outcome         text    not null default 'open',
  closed_at       integer not null default 0,
  closing_reason  text    not null default '',
  competitor      text    not null default '',
  closing_note    text    not null default '',
  contract_id     integer not null default 0,
  amount          integer not null default 0,
  currency        text    not null default 'CNY',
  lines           text    not null default '[]',
  whole_discount  integer not null default 0,
  net_prices      integer not null default 0,
  own_probability integer,
  expected_close  text    not null default '',
  need            text    not null default '',
  contacts        text    not null default '[]',
  ticks           text    not null default '{}',
  origin          text    not null default '',
  tags            text    not null default '[]',
  remark          text    not null default ''
);
create index opportunity_by_stage    on opportunity (pipeline_id, outcome, stage_id) where deleted_at is null;
create index opportunity_by_customer on opportunity (customer_id, outcome);
create index opportunity_by_close    on opportunity (outcome, expected_close) where deleted_at is null;

-- The way of an opportunity through the stages, its opening and closing too.
create table stage_move (
  id             integer primary key,
  uid            text    not null,
  created_at     integer not null,
  updated_at     integer not null,
  version        integer not null,
  deleted_at     integer,
  opportunity_id integer not null references opportunity (id) on delete cascade,
  at             integer not null,
  from_id        integer not null default 0,
  to_id          integer not null default 0,
  outcome        text    not null default 'open',
  reason         text    not null default '',
  unmet          text    not null default '[]'
);
create index stage_move_by_opportunity on stage_move (opportunity_id, at, id);
