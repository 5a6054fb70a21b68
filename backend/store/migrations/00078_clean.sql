-- +goose Up

-- Who did what is filtered by person.
create index step_by_actor on step (actor);

-- Customers whose derived rows are of an older making: names are folded and
-- sounded in the program, so they are worked out again when it opens.
create table customer_stale (
  customer_id integer primary key
);
insert into customer_stale (customer_id) select id from customer;
