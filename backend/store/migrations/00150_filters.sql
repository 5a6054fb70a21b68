-- +goose Up

-- What lists are filtered and sorted by without the wide rows themselves: the short facts in one index, the texts that
-- many customers do not have in another, and apart from them the two that most have and that are long. An index is
-- written when one of its columns is.
create index customer_by_facts on customer (deleted_at, lifecycle_fixed, size, terms_days, consent_marketing, consent_do_not_contact, consent_date,
  checked_on, latitude, longitude, district, postcode, credit_currency);
create index customer_by_texts on customer (deleted_at, alias, website, shipping_address, legal_representative, billing_title, billing_tax_id,
  billing_bank, billing_account, billing_address, billing_phone, consent_source);
create index customer_by_address on customer (deleted_at, address) where address <> '';
create index customer_by_remark  on customer (deleted_at, remark) where remark <> '';
create index customer_by_social  on customer (deleted_at, social) where social <> '[]';

-- How many contracts customers have, without the contracts.
create index contract_by_count on contract (customer_id, stage, kind, sign_date) where deleted_at is null;
