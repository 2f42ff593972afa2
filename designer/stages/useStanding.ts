import { useQuery } from '@tanstack/react-query'
import { get, queryText } from '../../runtime/index.ts'

interface Counted {
  readonly count: number
}

/** How many records of the published form stand in a stage; undefined while nobody knows (a new stage, no connection). */
export function useStanding(app: string, form: string, field: string, stage: string): number | undefined {
  const { data } = useQuery({
    queryKey: ['designer', 'standing', app, form, field, stage],
    queryFn: ({ signal }) => {
      const filter = JSON.stringify({ '==': [{ var: field }, stage] })
      return get<Counted>(`/apps/${app}/forms/${form}/records${queryText({ filter, limit: 1, count: 'true' })}`, signal)
    },
    retry: false,
  })
  return data?.count
}
