-- +goose Up

-- How the columns of a table were mapped when one with the same column names was imported last. No record: neither
-- history nor undo.
create table import_mapping (
  signature text primary key,
  mapping   text    not null,
  used_at   integer not null
) strict;
