-- +goose Up

-- Which record a row of the full text belongs to: FTS5 knows only row numbers.
create table search_doc (
  id        integer primary key,
  kind      text    not null,
  record_id integer not null,
  unique (kind, record_id)
) strict;

-- The words only, not the text: that is in the record. Chinese is cut into overlapping pairs by Go.
create virtual table search_text using fts5 (
  body,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
