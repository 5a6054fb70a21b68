-- +goose Up

-- Who of the staff answers for a community; in_charge keeps the free words of a
-- workspace without staff.
alter table community add column owner_id integer not null default 0;
