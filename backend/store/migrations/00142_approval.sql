-- +goose Up

-- What somebody of the staff asks an owner to agree to: what is floor or lost;
-- about_kind and about_id name the record; items are the prices (JSON), closing
-- how an opportunity is to end (JSON). asked_by, answered_by are staff.
create table approval (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  about_kind  text    not null,
  about_id    integer not null,
  customer_id integer not null,
  what        text    not null,
  state       text    not null,
  items       text    not null default '[]',
  closing     text    not null default '{}',
  reason      text    not null default '',
  asked_by    integer not null default 0,
  asked_at    integer not null,
  answered_by integer not null default 0,
  answered_at integer not null default 0,
  note        text    not null default ''
);
create index approval_by_about    on approval (about_kind, about_id);
create index approval_by_customer on approval (customer_id);
create index approval_waiting     on approval (state) where deleted_at is null;
