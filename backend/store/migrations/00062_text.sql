-- +goose Up

-- What a text was when it was indexed: a hash of what it is made of. A record that is saved with the same text is not
-- indexed again.
alter table search_doc add column stamp integer not null default 0;

-- Records whose text waits to be indexed in the background: those of an import, and all there were before their text
-- was searched.
create table search_todo (
  id       integer primary key,
  kind     text    not null,
  first_id integer not null,
  last_id  integer not null
) strict;

insert into search_todo (kind, first_id, last_id)
select 'customer', min(id), max(id) from customer having count(*) > 0
union all select 'contact', min(id), max(id) from contact having count(*) > 0
union all select 'contract', min(id), max(id) from contract having count(*) > 0
union all select 'template', min(id), max(id) from template having count(*) > 0
union all select 'attachment', min(id), max(id) from attachment having count(*) > 0
union all select 'interaction', min(id), max(id) from interaction having count(*) > 0;
