-- +goose Up

-- Categories of two levels; 0 for the first.
alter table product_category add column parent_id integer not null default 0;
