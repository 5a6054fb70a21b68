-- +goose Up

-- The state of the data of each of the staff, without the wide rows; who works
-- alone pays nothing for it.
create index customer_lacks_by_owner on customer (deleted_at, owner_id, lacks) where owner_id <> 0;
