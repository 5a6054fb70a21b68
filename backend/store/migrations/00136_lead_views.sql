-- +goose Up

-- All that the views of the list of leads are told apart by, so that they are counted without reading a lead.
create index lead_views on lead (deleted_at, state, owner_id, first_at, next_due, received_at, last_at);
