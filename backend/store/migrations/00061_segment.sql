-- +goose Up

create table segment (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  filters    text    not null default '[]',
  sort       text    not null default '[]',
  columns    text    not null default '[]',
  position   integer not null default 0
);
