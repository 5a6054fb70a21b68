-- +goose Up

-- Days of each year: anniversaries of live customers (of = 'customer') and the
-- birthdays of their contacts ('contact'); day is month * 100 + day. For filters. Derived.
create table customer_day (
  of          text    not null,
  calendar    text    not null,
  day         integer not null,
  customer_id integer not null,
  primary key (of, calendar, day, customer_id)
) without rowid;
create index customer_day_by_customer on customer_day (customer_id);

insert or ignore into customer_day (of, calendar, day, customer_id)
select 'customer', coalesce(json_extract(a.value, '$.day.calendar'), 'solar'), json_extract(a.value, '$.day.month') * 100 + json_extract(a.value, '$.day.day'), c.id
from customer c, json_each(c.anniversaries) a
where c.deleted_at is null and c.anniversaries <> '[]' and json_extract(a.value, '$.day.month') > 0 and json_extract(a.value, '$.day.day') > 0;
insert or ignore into customer_day (of, calendar, day, customer_id)
select 'contact', coalesce(json_extract(k.birthday, '$.calendar'), 'solar'), json_extract(k.birthday, '$.month') * 100 + json_extract(k.birthday, '$.day'), k.customer_id
from contact k join customer c on c.id = k.customer_id and c.deleted_at is null
where k.deleted_at is null and k.birthday <> '{}' and json_extract(k.birthday, '$.month') > 0 and json_extract(k.birthday, '$.day') > 0;
drop index contact_by_birthday;

-- The contacts' own fields stand beside the customers', with "contact." before the key.
insert or ignore into customer_custom (key, value, number, customer_id)
select 'contact.' || v.key, v.value, case when v.type in ('integer', 'real') then v.value end, k.customer_id
from contact k join customer c on c.id = k.customer_id and c.deleted_at is null, json_each(k.custom) v
where k.deleted_at is null and k.custom <> '{}' and v.type <> 'null';
