-- +goose Up

create table customer (
  id                   integer primary key,
  uid                  text    not null,
  created_at           integer not null,
  updated_at           integer not null,
  version              integer not null,
  deleted_at           integer,
  name                 text    not null,
  kind                 text    not null default 'company',
  alias                text    not null default '',
  role                 text    not null default 'end',
  tier                 text    not null default '',
  lifecycle            text    not null default 'potential',
  channel              text    not null default '',
  industry             text    not null default '',
  size                 text    not null default '',
  phones               text    not null default '[]',
  emails               text    not null default '[]',
  social               text    not null default '[]',
  website              text    not null default '',
  province             text    not null default '',
  city                 text    not null default '',
  district             text    not null default '',
  address              text    not null default '',
  postcode             text    not null default '',
  shipping_address     text    not null default '',
  billing_title        text    not null default '',
  billing_tax_id       text    not null default '',
  billing_bank         text    not null default '',
  billing_account      text    not null default '',
  billing_address      text    not null default '',
  billing_phone        text    not null default '',
  legal_representative text    not null default '',
  credit_limit         integer not null default 0,
  credit_currency      text    not null default 'CNY',
  terms_days           integer not null default 0,
  owner_id             integer not null default 0,
  primary_contact_id   integer not null default 0,
  anniversaries        text    not null default '[]',
  consent_marketing    text    not null default '',
  consent_do_not_contact integer not null default 0,
  consent_source       text    not null default '',
  consent_date         text    not null default '',
  parent_id            integer not null default 0,
  related              text    not null default '[]',
  tags                 text    not null default '[]',
  remark               text    not null default '',
  custom               text    not null default '{}',
  -- Derived, no part of the record: written by the customer kind's hook only.
  sort_key             text    not null default '',
  main_phone           text    not null default '',
  main_contact_id      integer not null default 0,
  contact_key          text    not null default ''
);
-- deleted_at leads, so that a sorted window of the live rows reads one index only;
-- rows without a value come last.
create index customer_by_name      on customer (deleted_at, sort_key, name);
create index customer_by_contact   on customer (deleted_at, (contact_key = ''), contact_key);
create index customer_by_updated   on customer (deleted_at, updated_at);
create index customer_by_created   on customer (deleted_at, created_at);
create index customer_by_kind      on customer (deleted_at, kind);
create index customer_by_role      on customer (deleted_at, role);
create index customer_by_tier on customer (deleted_at, (tier = ''), tier);
create index customer_by_lifecycle on customer (deleted_at, lifecycle);
create index customer_by_channel on customer (deleted_at, (channel = ''), channel);
create index customer_by_industry on customer (deleted_at, (industry = ''), industry);
create index customer_by_region on customer (deleted_at, (province = ''), province, city, district);
create index customer_by_city on customer (deleted_at, (city = ''), city);
create index customer_by_phone on customer (deleted_at, (main_phone = ''), main_phone);
create index customer_by_owner     on customer (deleted_at, owner_id);
create index customer_by_credit    on customer (deleted_at, credit_limit);
create index customer_by_parent    on customer (parent_id) where parent_id <> 0;
create index customer_by_exact     on customer (name);

create table contact (
  id           integer primary key,
  uid          text    not null,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  deleted_at   integer,
  customer_id  integer not null references customer (id) on delete cascade,
  name         text    not null,
  title        text    not null default '',
  department   text    not null default '',
  deal_role    text    not null default '',
  phones       text    not null default '[]',
  emails       text    not null default '[]',
  social       text    not null default '[]',
  birthday     text    not null default '{}',
  reports_to   integer not null default 0,
  left_company integer not null default 0,
  tags         text    not null default '[]',
  remark       text    not null default '',
  custom       text    not null default '{}'
);
create index contact_by_customer on contact (customer_id, deleted_at);

-- By what a customer is known: the source of duplicate detection. Derived.
-- kind: phone, email, tax, name, core (name without its place).
create table identity (
  kind        text    not null,
  value       text    not null,
  customer_id integer not null,
  contact_id  integer not null default 0,
  primary key (kind, value, customer_id, contact_id)
) without rowid;
create index identity_by_customer on identity (customer_id);
create index identity_by_contact on identity (contact_id) where contact_id <> 0;

-- One row per tag of a live customer: for filters and counts. Derived.
create table customer_tag (
  tag         text    not null,
  customer_id integer not null,
  primary key (tag, customer_id)
) without rowid;
create index customer_tag_by_customer on customer_tag (customer_id);

-- One row per custom value of a live customer: for filters. Derived.
create table customer_custom (
  key         text    not null,
  value       text    not null,
  number      real,
  customer_id integer not null,
  primary key (key, value, customer_id)
) without rowid;
create index customer_custom_by_customer on customer_custom (customer_id);

-- When a customer was last looked at. No record: neither history nor undo.
create table customer_opened (
  customer_id integer primary key references customer (id) on delete cascade,
  at          integer not null
);
create index customer_opened_by_at on customer_opened (at);
