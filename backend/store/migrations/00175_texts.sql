-- +goose Up

-- Texts of products and relations are searched now, and more of opportunities.
insert into search_todo (kind, first_id, last_id)
select 'product', min(id), max(id) from product having count(*) > 0
union all select 'relation', min(id), max(id) from relation having count(*) > 0
union all select 'opportunity', min(id), max(id) from opportunity having count(*) > 0;
