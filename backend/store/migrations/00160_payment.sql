-- +goose Up

-- What should arrive for a contract and when. amount is what was fixed, or what
-- the share, in basis points, comes to. paid is derived: the sum of its arrivals.
create table plan_row (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  contract_id integer not null,
  n           integer not null default 0,
  kind        text    not null default 'progress',
  share       integer not null default 0,
  amount      integer not null default 0,
  due_on      text    not null default '',
  remind_days integer not null default 7,
  note        text    not null default '',
  paid        integer not null default 0
);
create index plan_row_by_contract on plan_row (contract_id, n) where deleted_at is null;
create index plan_row_in_trash on plan_row (deleted_at) where deleted_at is not null;

-- What did arrive, or was given back. allocations say which rows it is for.
create table payment (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  number      text    not null default '',
  customer_id integer not null,
  direction   text    not null default 'in',
  paid_on     text    not null default '',
  amount      integer not null default 0,
  currency    text    not null default 'CNY',
  method      text    not null default 'transfer',
  account     text    not null default '',
  allocations text    not null default '[]',
  state       text    not null default 'valid',
  reason      text    not null default '',
  remark      text    not null default '',
  origin      text    not null default ''
);
create unique index payment_number on payment (number) where number <> '';
create index payment_by_customer on payment (customer_id, paid_on) where deleted_at is null;
create index payment_by_day on payment (paid_on, customer_id) where deleted_at is null;
create index payment_by_sum on payment (state, currency, customer_id, paid_on, direction, amount) where deleted_at is null;
create index payment_in_trash on payment (deleted_at) where deleted_at is not null;

-- Derived: the allocations of the payments that count; those of refunds are negative.
create table arrival (
  payment_id  integer not null,
  plan_row_id integer not null,
  customer_id integer not null,
  currency    text    not null,
  amount      integer not null,
  primary key (payment_id, plan_row_id)
) without rowid;
create index arrival_by_row on arrival (plan_row_id, amount);
create index arrival_by_customer on arrival (customer_id, currency, amount);

-- Derived: what is still to arrive, one row for each row of a plan that is owed.
-- Whether it is overdue is asked with the day, so nothing here grows old.
create table owed (
  plan_row_id integer primary key,
  contract_id integer not null,
  customer_id integer not null,
  currency    text    not null,
  due_on      text    not null,
  amount      integer not null
);
create index owed_by_customer on owed (currency, customer_id, due_on, amount);
create index owed_by_day on owed (due_on, currency, customer_id, amount);
create index owed_of_customer on owed (customer_id);

-- Derived: of what a customer paid in CNY on a day that was agreed, how much it
-- was (due) and the sum of amount × days late (late), both in yuan.
create table customer_paid (
  customer_id integer primary key,
  due         real    not null,
  late        real    not null
);
