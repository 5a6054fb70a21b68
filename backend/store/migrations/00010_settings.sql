-- +goose Up

-- Choices of the workspace: one row per key, the value as JSON.
create table setting (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  key        text    not null,
  value      text    not null
);
create unique index setting_key on setting (key);

-- Our side of a contract (抬头). Which one is the default is the setting
-- company.default, so that there is always exactly one.
create table company (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  short_name text    not null default '',
  address    text    not null default '',
  postcode   text    not null default '',
  tax_id     text    not null default '',
  bank       text    not null default '',
  account    text    not null default '',
  legal_representative text not null default '',
  contact_name text  not null default '',
  phone      text    not null default '',
  email      text    not null default '',
  website    text    not null default '',
  logo_id    integer not null default 0,
  remark     text    not null default ''
);

-- Fields that the owner adds to a kind of record; values stand in its custom column.
create table custom_field (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  entity     text    not null,
  key        text    not null,
  label      text    not null,
  type       text    not null,
  choices    text    not null default '[]',
  position   integer not null default 0
);
-- A key is never used again, not even after its field is gone: old values stay its own.
create unique index custom_field_key on custom_field (entity, key);

-- Which rows came with the sample business, so that one step takes them away.
create table sample_row (
  kind   text    not null,
  row_id integer not null,
  primary key (kind, row_id)
);
