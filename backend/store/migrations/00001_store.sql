-- +goose Up

-- One thing a person did: what was changed, when and by whom, undone as a whole.
create table step (
  id        integer primary key autoincrement,
  at        integer not null,
  actor     text    not null default '',
  label     text    not null,
  params    text    not null default '{}',
  quiet     integer not null default 0,
  undoable  integer not null default 1,
  undoes    integer not null default 0,
  undone_by integer not null default 0
);

-- One row touched by a step. op: 1 insert, 2 update, 3 trash, 4 restore, 5 purge.
-- diff holds {"column": [old, new]} for updates only; an insert is the row itself.
create table change (
  id      integer primary key,
  step_id integer not null references step (id),
  kind    text    not null,
  row_id  integer not null,
  op      integer not null,
  diff    text
);
create index change_by_step on change (step_id);
create index change_by_row on change (kind, row_id);

-- Gapless numbers, bumped inside the transaction that uses them.
create table counter (
  key   text    primary key,
  value integer not null
);

-- Facts about the workspace itself, as JSON: its uid, when it was made.
create table workspace_fact (
  key   text primary key,
  value text not null
);
