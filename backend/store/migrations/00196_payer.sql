-- +goose Up

-- The name that the bank slip says the money came from, where it was noted.
alter table payment add column payer text not null default '';
