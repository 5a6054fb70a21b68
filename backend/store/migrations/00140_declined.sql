-- +goose Up

-- Why the customer did not take a quote: a code of the reasons that opportunities
-- are lost for, and what was said.
alter table contract add column decline_reason text not null default '';
alter table contract add column decline_note text not null default '';
