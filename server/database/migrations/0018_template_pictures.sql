-- File names of a template's pictures, in order; they lie in the data folder.
alter table formwork.template add column pictures text[] not null default '{}';
