-- +goose Up

-- Communities of customers (社群); kind: intent, client, service.
create table community (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  kind       text    not null,
  in_charge  text    not null default '',
  note       text    not null default '',
  segment_id integer not null default 0
);

-- Who is, or was, in a group: one row for a customer and a group; left_at is 0 while it is in it.
create table membership (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  group_id    integer not null references community (id) on delete cascade,
  customer_id integer not null references customer (id) on delete cascade,
  joined_at   integer not null,
  left_at     integer not null default 0,
  note        text    not null default ''
);
create unique index membership_one on membership (group_id, customer_id) where deleted_at is null;
create index membership_by_customer on membership (customer_id, left_at);

-- A customer handed from one group to another, with what it is about.
create table handover (
  id           integer primary key,
  uid          text    not null,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  deleted_at   integer,
  customer_id  integer not null references customer (id) on delete cascade,
  from_id      integer not null references community (id) on delete cascade,
  to_id        integer not null references community (id) on delete cascade,
  at           integer not null,
  topic        text    not null,
  note         text    not null default '',
  needs        text    not null default '[]',
  interactions text    not null default '[]',
  stayed       integer not null default 0
);
create index handover_by_customer on handover (customer_id, at);
create index handover_by_from     on handover (from_id, at);
create index handover_by_to       on handover (to_id, at);
