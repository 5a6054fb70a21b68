-- +goose Up

-- What customers' contracts are worth and when they end, without the contracts themselves.
create index contract_by_worth on contract (customer_id, stage, currency, sign_date, amount, end_date) where deleted_at is null;

-- Whose birthday is in the next days: most contacts have none.
create index contact_by_birthday on contact (json_extract(birthday, '$."month"') * 100 + json_extract(birthday, '$."day"'), json_extract(birthday, '$."calendar"'), customer_id)
where deleted_at is null and birthday <> '{}';

-- More of these records is searched now, and tasks and clauses are.
insert into search_todo (kind, first_id, last_id)
select 'customer', min(id), max(id) from customer having count(*) > 0
union all select 'contact', min(id), max(id) from contact having count(*) > 0
union all select 'interaction', min(id), max(id) from interaction having count(*) > 0
union all select 'task', min(id), max(id) from task having count(*) > 0
union all select 'clause', min(id), max(id) from clause having count(*) > 0;
