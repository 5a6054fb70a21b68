-- +goose Up

-- Who answers for an opportunity; 0 is nobody.
alter table opportunity add column owner_id integer not null default 0;
create index opportunity_by_owner on opportunity (owner_id, outcome) where deleted_at is null;
