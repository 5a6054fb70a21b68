-- +goose Up

-- How often we reached out: by customer, and by time over all customers.
create index interaction_out on interaction (customer_id, at, medium) where direction = 'out' and deleted_at is null;
create index interaction_out_by_time on interaction (at, customer_id) where direction = 'out' and deleted_at is null;
