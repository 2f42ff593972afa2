-- Contains-search in Chinese and other text: trigram indexes. A trusted extension: the owner of the database may create it.
create extension if not exists pg_trgm with schema public;
