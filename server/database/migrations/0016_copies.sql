-- An app that was made by copying another: whose copy it is and what both last had in common.
alter table formwork.app add column copied_from jsonb;
