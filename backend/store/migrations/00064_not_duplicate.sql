-- +goose Up

-- Two customers that a person said are not the same, low_id < high_id.
create table not_duplicate (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  low_id     integer not null references customer (id) on delete cascade,
  high_id    integer not null references customer (id) on delete cascade
);
create index not_duplicate_by_low on not_duplicate (low_id, high_id);
create index not_duplicate_by_high on not_duplicate (high_id);
