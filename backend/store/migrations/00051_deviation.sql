-- +goose Up

-- What a contract says otherwise than its template: a list of template.Deviation.
alter table contract add column deviations text not null default '[]';
