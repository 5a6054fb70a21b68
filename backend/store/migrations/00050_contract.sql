-- +goose Up

-- How contract numbers are made, e.g. HT-{yyyy}-{seq:4}. The sequence itself is
-- a counter row per rule and period.
create table number_rule (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  pattern    text    not null,
  reset      text    not null default 'yearly',
  is_default integer not null default 0
);

create table contract (
  id                  integer primary key,
  uid                 text    not null,
  created_at          integer not null,
  updated_at          integer not null,
  version             integer not null,
  deleted_at          integer,
  number              text    not null default '',
  name                text    not null,
  customer_id         integer not null,
  company_id          integer not null default 0,
  template_id         integer not null,
  template_version_id integer not null,
  number_rule_id      integer not null default 0,
  language            text    not null,
  kind                text    not null,
  field_values        text    not null default '{}',
  lines               text    not null default '[]',
  whole_discount      integer not null default 0,
  parties             text,
  amount              integer not null default 0,
  currency            text    not null default 'CNY',
  sign_date           text    not null default '',
  start_date          text    not null default '',
  end_date            text    not null default '',
  our_signer          text    not null default '',
  their_signer        text    not null default '',
  stage               text    not null default 'draft',
  stage_reason        text    not null default '',
  issue_count         integer not null default 0,
  issued_at           integer not null default 0,
  origin              text    not null default '',
  tags                text    not null default '[]',
  remark              text    not null default ''
);
-- A number is never used twice, not even by a trashed or voided contract.
create unique index contract_number on contract (number) where number <> '';
create index contract_by_customer on contract (customer_id, updated_at);
create index contract_by_stage on contract (stage, updated_at) where deleted_at is null;
create index contract_by_updated on contract (updated_at) where deleted_at is null;
create index contract_by_end on contract (end_date) where deleted_at is null and end_date <> '';

-- One printed or saved document: what exactly was put on paper.
create table contract_issue (
  id                  integer primary key,
  uid                 text    not null,
  created_at          integer not null,
  updated_at          integer not null,
  version             integer not null,
  deleted_at          integer,
  contract_id         integer not null references contract (id),
  n                   integer not null,
  actor               text    not null default '',
  template_version_id integer not null,
  price_free          integer not null default 0,
  pages               integer not null,
  bytes               integer not null,
  sha256              text    not null,
  amount              integer not null,
  engine              text    not null,
  fonts               text    not null
);
create unique index contract_issue_n on contract_issue (contract_id, n);
create index contract_issue_by_time on contract_issue (created_at);

-- The bytes of an issue, the resolved document they were set from and the data
-- the template was filled with, apart from its row so that lists stay small.
-- Written once, never updated.
create table contract_issue_file (
  issue_id integer primary key references contract_issue (id),
  pdf      blob not null,
  document text not null,
  data     text not null
);

-- Every time an issue left the program: printed, saved, opened.
create table contract_print (
  id       integer primary key,
  issue_id integer not null references contract_issue (id),
  at       integer not null,
  actor    text    not null default '',
  action   text    not null,
  target   text    not null default '',
  copies   integer not null default 1
);
create index contract_print_by_issue on contract_print (issue_id);
