-- +goose Up

create table template (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  code       text    not null default '',
  kind       text    not null,
  language   text    not null,
  origin     text    not null default 'own',
  archived   integer not null default 0,
  current_id integer not null default 0,
  draft_id   integer not null default 0
);
create index template_by_code on template (code) where code <> '';

-- What a template said at one time. A published row never changes.
create table template_version (
  id           integer primary key,
  uid          text    not null,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  deleted_at   integer,
  template_id  integer not null references template (id),
  n            integer not null,
  state        text    not null default 'draft',
  definition   text    not null,
  hash         text    not null,
  published_at integer not null default 0
);
create index template_version_by_template on template_version (template_id, n);

-- Which starters this workspace has been given, and in which wording, so that
-- one the owner deleted for good does not come back.
create table template_starter (
  code text primary key,
  hash text not null
);
