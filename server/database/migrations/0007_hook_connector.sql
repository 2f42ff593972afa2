-- The connector of the definition whose triggers an incoming hook sets off; null = none.
alter table formwork.hook add column connector text;
