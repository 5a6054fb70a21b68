-- +goose Up

-- The stage of a customer is kept by rules unless a person chose it. What was
-- chosen before there were rules was chosen by a person.
alter table customer add column lifecycle_fixed integer not null default 0;
update customer set lifecycle_fixed = 1 where lifecycle <> 'potential';
-- The day on which a person said that all is still right.
alter table customer add column checked_on text not null default '';

-- Derived: what is wrong with or missing from a customer, as bits
-- (customer.Lack): 1 no reachable phone, 2 a number no plan knows, 4 no e-mail,
-- 8 an impossible e-mail, 16 no region, 32 no industry, 64 no channel, 128 a
-- company without contact, 256 a company without tax id. Here without the rules
-- that only the program knows (impossible e-mails, check characters): a
-- customer gets those when it is changed next.
alter table customer add column lacks integer not null default 0;
update customer set lacks =
    case when exists (select 1 from json_each(customer.phones) p where json_extract(p.value, '$.type') in ('mobile', 'fixed', 'hotline'))
           or exists (select 1 from contact k, json_each(k.phones) p where k.customer_id = customer.id and k.deleted_at is null and k.left_company = 0
                      and json_extract(p.value, '$.type') in ('mobile', 'fixed', 'hotline')) then 0 else 1 end
  + case when exists (select 1 from json_each(customer.phones) p where json_extract(p.value, '$.type') in ('unknown', 'local'))
           or exists (select 1 from contact k, json_each(k.phones) p where k.customer_id = customer.id and k.deleted_at is null and k.left_company = 0
                      and json_extract(p.value, '$.type') in ('unknown', 'local')) then 2 else 0 end
  + case when emails <> '[]' or exists (select 1 from contact k where k.customer_id = customer.id and k.deleted_at is null and k.left_company = 0
                      and k.emails <> '[]') then 0 else 4 end
  + case when province = '' then 16 else 0 end
  + case when industry = '' and kind = 'company' then 32 else 0 end
  + case when channel = '' then 64 else 0 end
  + case when kind = 'company' and not exists (select 1 from contact k where k.customer_id = customer.id and k.deleted_at is null
                      and k.left_company = 0) then 128 else 0 end
  + case when kind = 'company' and billing_tax_id = '' then 256 else 0 end;
create index customer_by_lacks on customer (deleted_at, lacks);
create index customer_by_channel_lacks on customer (deleted_at, channel, lacks);

-- Derived: one row per sale, the one place where the value and the day of a
-- sale stand. Today a sale is a contract that binds.
create table sale (
  contract_id integer primary key,
  customer_id integer not null,
  day         text    not null,
  amount      integer not null,
  currency    text    not null
);
create index sale_by_customer on sale (customer_id, day, amount, currency);

-- Derived: what the sales of a live customer come to. days are days with a sale;
-- total is in CNY, other counts the sales in other money.
create table customer_worth (
  customer_id integer primary key,
  sales       integer not null,
  days        integer not null,
  total       integer not null,
  other       integer not null,
  first_day   text    not null,
  last_day    text    not null
);
create index customer_worth_by_last  on customer_worth (last_day);
create index customer_worth_by_days  on customer_worth (days);
create index customer_worth_by_total on customer_worth (total);

insert into sale (contract_id, customer_id, day, amount, currency)
select id, customer_id, case when sign_date <> '' then sign_date when start_date <> '' then start_date
    else date(created_at / 1000, 'unixepoch') end, amount, currency
from contract where deleted_at is null and stage in ('signed', 'active', 'done', 'archived') and kind not in ('quote', 'receipt', 'statement', 'nda');
insert into customer_worth (customer_id, sales, days, total, other, first_day, last_day)
select s.customer_id, count(*), count(distinct s.day), sum(case when s.currency = 'CNY' then s.amount else 0 end),
    sum(s.currency <> 'CNY'), min(s.day), max(s.day)
from sale s join customer c on c.id = s.customer_id and c.deleted_at is null group by s.customer_id;

-- A suggested tier that a person does not want for now.
create table tier_refusal (
  id          integer primary key,
  uid         text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  version     integer not null,
  deleted_at  integer,
  customer_id integer not null references customer (id) on delete cascade,
  tier        text    not null
);
create index tier_refusal_by_customer on tier_refusal (customer_id, deleted_at, tier);
