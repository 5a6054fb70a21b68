-- +goose Up

-- A file that belongs to a record. Its content lies in the workspace folder
-- under its hash; several rows may share one.
create table attachment (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  kind       text    not null,
  record_id  integer not null,
  name       text    not null,
  mime       text    not null,
  size       integer not null,
  sha256     text    not null,
  width      integer not null default 0,
  height     integer not null default 0
);
create index attachment_by_record on attachment (kind, record_id);
create index attachment_by_content on attachment (sha256);
