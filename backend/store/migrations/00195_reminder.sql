-- +goose Up

-- Derived: from which day a row that is owed stands on 今日, by its reminder days.
alter table owed add column remind_on text not null default '';
update owed set remind_on = coalesce((select date(owed.due_on, '-' || r.remind_days || ' days') from plan_row r where r.id = owed.plan_row_id and owed.due_on <> ''), '');
create index owed_by_reminder on owed (remind_on, due_on);
