-- +goose Up

-- What lists are filtered and sorted by without the wide rows themselves. The short facts stand in one index, which is
-- written when one of them is set; a text stands in one of its own, where there is one, so that a customer pays for
-- what it has.
create index customer_by_facts on customer (deleted_at, lifecycle_fixed, size, terms_days, consent_marketing, consent_do_not_contact, consent_date,
  checked_on, latitude, longitude, district, postcode, credit_currency);
create index customer_by_alias            on customer (deleted_at, alias) where alias <> '';
create index customer_by_website          on customer (deleted_at, website) where website <> '';
create index customer_by_address          on customer (deleted_at, address) where address <> '';
create index customer_by_shipping_address on customer (deleted_at, shipping_address) where shipping_address <> '';
create index customer_by_representative   on customer (deleted_at, legal_representative) where legal_representative <> '';
create index customer_by_title            on customer (deleted_at, billing_title) where billing_title <> '';
create index customer_by_tax_id           on customer (deleted_at, billing_tax_id) where billing_tax_id <> '';
create index customer_by_bank             on customer (deleted_at, billing_bank) where billing_bank <> '';
create index customer_by_account          on customer (deleted_at, billing_account) where billing_account <> '';
create index customer_by_billing_address  on customer (deleted_at, billing_address) where billing_address <> '';
create index customer_by_billing_phone    on customer (deleted_at, billing_phone) where billing_phone <> '';
create index customer_by_consent_source   on customer (deleted_at, consent_source) where consent_source <> '';
create index customer_by_remark           on customer (deleted_at, remark) where remark <> '';
create index customer_by_social           on customer (deleted_at, social) where social <> '[]';

-- How many contracts customers have, without the contracts.
create index contract_by_count on contract (customer_id, stage, kind, sign_date) where deleted_at is null;
