-- +goose Up

-- How two customers stand to each other. kind: parent (from is the parent of to), referred (from referred to),
-- family, other (word: what to is to from; back: what from is to to).
create table relation (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  from_id    integer not null references customer (id) on delete cascade,
  to_id      integer not null references customer (id) on delete cascade,
  kind       text    not null,
  word       text    not null default '',
  back       text    not null default '',
  note       text    not null default ''
);
create index relation_by_from on relation (from_id, to_id);
create index relation_by_to   on relation (to_id, kind);

-- Who has the same legal representative is looked up in the field itself.
create index customer_by_legal on customer (legal_representative) where legal_representative <> '';

-- Relations stood in two fields of the customer before.
insert into relation (uid, created_at, updated_at, version, from_id, to_id, kind)
select lower(hex(randomblob(16))), c.updated_at, c.updated_at, 1, c.parent_id, c.id, 'parent'
from customer c join customer p on p.id = c.parent_id where c.parent_id <> c.id;

insert into relation (uid, created_at, updated_at, version, from_id, to_id, kind, word, note)
select lower(hex(randomblob(16))), c.updated_at, c.updated_at, 1, c.id, o.id,
  case r.value ->> 'kind' when 'subsidiary' then 'parent' when 'family' then 'family' when 'referred' then 'referred' else 'other' end,
  case r.value ->> 'kind' when 'related' then '相关' else '' end,
  coalesce(r.value ->> 'note', '')
from customer c, json_each(c.related) r join customer o on o.id = r.value ->> 'customerId'
where o.id <> c.id and r.value ->> 'kind' <> 'same_legal';

drop index customer_by_parent;
alter table customer drop column parent_id;
alter table customer drop column related;

-- What only changed those fields cannot be taken back any more.
update change set diff = json_remove(diff, '$.parent_id', '$.related')
where kind = 'customer' and diff is not null and (json_type(diff, '$.parent_id') is not null or json_type(diff, '$.related') is not null);
update change set diff = null where kind = 'customer' and diff = '{}';
