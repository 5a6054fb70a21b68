-- +goose Up

-- The pictures of a product (attachments) that were put in order, the first one first.
alter table product add column pictures text not null default '[]';
