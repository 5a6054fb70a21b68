-- +goose Up

-- The health of the data as it was on each day. lacks holds how many customers
-- had which customer.Lack bits, as JSON {"bits": count}: what counts as complete
-- can be changed later and the past is judged by the same measure. No record:
-- neither history nor undo.
create table health_day (
  day   text primary key,
  lacks text not null
);
