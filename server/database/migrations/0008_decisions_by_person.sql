-- What somebody handled is found by him, in however many decisions of a company.
create index decision_user on formwork.decision (org_id, user_id) include (task_id, act) where user_id is not null;
