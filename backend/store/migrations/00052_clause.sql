-- +goose Up

-- Clauses to put into templates. Templates keep a copy with the clause's key and
-- version (n), so that they can be brought up to date together.
create table clause (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  code       text    not null default '',
  kind       text    not null default '',
  language   text    not null,
  lock       text    not null default '',
  body       text    not null,
  fields     text    not null default '[]',
  n          integer not null default 1,
  hashes     text    not null default '[]',
  origin     text    not null default 'own'
);
create unique index clause_by_uid on clause (uid);
create index clause_by_code on clause (code) where code <> '';

-- Pictures of templates, by the hash of their bytes: immutable, so that a
-- version of a template prints the same for ever.
create table template_asset (
  key    text    primary key,
  mime   text    not null,
  width  integer not null,
  height integer not null,
  data   blob    not null
);
