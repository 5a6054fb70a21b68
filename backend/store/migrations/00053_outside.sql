-- +goose Up

-- A contract made outside the program: source "outside", no template, and the
-- file it was dropped as, an attachment.
alter table contract add column source text not null default '';
alter table contract add column file_id integer not null default 0;

-- Our own numbers are unique; what others number theirs with is not ours to rule.
drop index contract_number;
create unique index contract_number on contract (number) where number <> '' and source = '';
create index contract_by_any_number on contract (number) where number <> '';
