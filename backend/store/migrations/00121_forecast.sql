-- +goose Up

-- What should be won in a month, as the owner says: month is YYYY-MM.
create table forecast_target (
  id         integer primary key,
  uid        text    not null,
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer,
  month      text    not null,
  currency   text    not null default 'CNY',
  amount     integer not null
);
create unique index forecast_target_month on forecast_target (month, currency) where deleted_at is null;
