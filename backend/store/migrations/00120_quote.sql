-- +goose Up

-- A quote is a contract of kind "quote": its editions after the first point at
-- the first, and the contract that came of it points at the quote. replied_on is
-- the day the customer accepted or declined it.
alter table contract add column quote_id integer not null default 0;
alter table contract add column first_id integer not null default 0;
alter table contract add column edition integer not null default 0;
alter table contract add column replied_on text not null default '';
update contract set edition = 1 where kind = 'quote';
create index contract_by_quote on contract (quote_id) where quote_id <> 0;
create index contract_by_first on contract (first_id) where first_id <> 0;
create index contract_quotes on contract (stage, end_date) where kind = 'quote' and deleted_at is null;

-- What the numbers of a rule are for: '' contracts, 'quote' quotes.
alter table number_rule add column purpose text not null default '';
