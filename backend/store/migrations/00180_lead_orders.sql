-- +goose Up

-- The orders of the list of leads (lead/order.go), so that a page is read along an index; the expressions must read as
-- they do there.
drop index lead_by_grade;
create index lead_by_grade  on lead (deleted_at, state, case grade when 'hot' then 2 when 'warm' then 1 else 0 end, score);
create index lead_by_amount on lead (deleted_at, state, amount);
create index lead_by_last   on lead (deleted_at, state, max(received_at, last_at));
create index lead_by_next   on lead (deleted_at, state, next_due);
drop index lead_by_channel;
create index lead_by_channel on lead (channel_id, deleted_at, state, sort_key);
