-- +goose Up

-- Who a lead belongs to; 0: nobody, it lies in the pool.
alter table lead add column owner_id integer not null default 0;
create index lead_by_owner on lead (owner_id, state, deleted_at, received_at);

-- Every time a lead went from one person to another (0: the pool), and how: own, rule, hand, grab, release, returned,
-- moved. rule: round, region or product. day is the workspace's.
create table lead_handing (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  lead_id    integer not null references lead (id) on delete cascade,
  from_id    integer not null default 0,
  to_id      integer not null default 0,
  by_id      integer not null default 0,
  how        text    not null,
  rule       text    not null default '',
  day        text    not null
);
create index lead_handing_by_lead   on lead_handing (lead_id);
create index lead_handing_by_person on lead_handing (to_id, how);
