-- +goose Up

-- What exchanges and contracts are about; 0 for no opportunity.
alter table interaction add column opportunity_id integer not null default 0;
create index interaction_by_opportunity on interaction (opportunity_id) where opportunity_id <> 0;

alter table contract add column opportunity_id integer not null default 0;
create index contract_by_opportunity on contract (opportunity_id) where opportunity_id <> 0;
