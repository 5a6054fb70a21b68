-- +goose Up

create table interaction (
  id           integer primary key,
  uid          text    not null,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  deleted_at   integer,
  customer_id  integer not null,
  contact_id   integer not null default 0,
  contract_id  integer not null default 0,
  medium       text    not null,
  direction    text    not null,
  at           integer not null,
  minutes      integer not null default 0,
  summary      text    not null,
  purposes     text    not null default '[]',
  needs        text    not null default '[]',
  outcome      text    not null default '',
  price_low    integer not null default 0,
  price_high   integer not null default 0,
  competitor   text    not null default '',
  satisfaction integer not null default 0
);
create index interaction_by_customer on interaction (customer_id, deleted_at, at);
create index interaction_by_time     on interaction (deleted_at, at);

create table task (
  id             integer primary key,
  uid            text    not null,
  created_at     integer not null,
  updated_at     integer not null,
  version        integer not null,
  deleted_at     integer,
  title          text    not null,
  due            text    not null,
  due_time       text    not null default '',
  about_kind     text    not null default '',
  about_id       integer not null default 0,
  customer_id    integer not null default 0,
  interaction_id integer not null default 0,
  assignee_id    integer not null default 0,
  state          text    not null default 'open',
  done_at        integer not null default 0,
  snoozed        integer not null default 0,
  remark         text    not null default ''
);
create index task_by_due      on task (deleted_at, state, due, due_time);
create index task_by_customer on task (customer_id, deleted_at, state, due);
create index task_by_about    on task (about_kind, about_id, deleted_at);

-- Derived: when a customer was last in touch, and what is to be done next.
-- Written by the hooks of interactions and tasks only; lists sort by it.
create table customer_touch (
  customer_id integer primary key,
  last_at     integer not null default 0,
  last_id     integer not null default 0,
  next_due    text    not null default '',
  next_id     integer not null default 0
);
create index customer_touch_by_last on customer_touch (last_at);
create index customer_touch_by_next on customer_touch (next_due);
