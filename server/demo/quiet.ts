/** For what looks for work in every organisation: `a` is the row of the app. Nothing runs by itself in a demo. */
export const notInDemo = 'not exists (select 1 from formwork.demo d where d.org_id = a.org_id)'
