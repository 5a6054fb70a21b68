-- +goose Up

-- The people who use this workspace. Records name them in owner_id and
-- assignee_id, 0 for nobody. Who is working now is the setting staff.working.
create table staff (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  role       text    not null,
  phone      text    not null default '',
  email      text    not null default '',
  left_on    text    not null default ''
);
create unique index staff_name on staff (name) where deleted_at is null;
