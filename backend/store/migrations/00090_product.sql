-- +goose Up

create table product_category (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  name       text    not null,
  position   integer not null default 0
);

create table product (
  id              integer primary key,
  uid             text    not null,
  created_at      integer not null,
  updated_at      integer not null,
  version         integer not null,
  deleted_at      integer,
  name            text    not null,
  code            text    not null default '',
  category_id     integer not null default 0,
  spec            text    not null default '',
  unit            text    not null default '',
  list_price      integer not null default 0,
  floor_price     integer not null default 0,
  cost            integer not null default 0,
  tier_prices     text    not null default '{}',
  tax             integer not null default 0,
  status          text    not null default 'on',
  warranty_months integer not null default 0,
  parts           text    not null default '[]',
  remark          text    not null default '',
  -- Derived: names in the order of their pinyin. Written by the hook of products.
  sort_key        text    not null default ''
);
create index product_by_name     on product (deleted_at, sort_key, name);
create index product_by_code     on product (code) where code <> '';
create index product_by_category on product (category_id, deleted_at);
