-- Runs are made in the transaction of what sets them off, so nothing queues one twice; one automation may run twice for one save (created, and a stage entered),
-- and a ladder's step may come round to the same instant again.
alter table formwork.run drop constraint run_org_id_key_key;
-- Housekeeping looks for what is over.
create index run_ended on formwork.run (ended_at) where ended_at is not null;
