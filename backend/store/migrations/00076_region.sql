-- +goose Up

-- Where a customer is: coordinates as a map gives them, 0 and 0 for unknown.
alter table customer add column latitude real not null default 0;
alter table customer add column longitude real not null default 0;

-- Derived: the code of the smallest division of China that province, city and
-- district name (region.Resolve), '' when they name none. Null: not worked out
-- yet; that happens when the workspace is opened next (customer.OnOpen).
alter table customer add column region text;
create index customer_by_division on customer (deleted_at, region, tier);
create index customer_by_latitude on customer (deleted_at, latitude, longitude) where latitude <> 0;
