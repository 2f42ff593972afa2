import { problem } from '../../schemas/problem.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import { adminOf, callerOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { invalidValues, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from './audit.ts'
import { changeDirectory } from './changeDirectory.ts'
import type { Department } from './directory.ts'
import { deleteDepartment } from './people.ts'

const properties = { name: shapes.name, parent: shapes.idOrNull, head: shapes.idOrNull }

interface DepartmentChange {
  readonly name?: string
  readonly parent?: string | null
  readonly head?: string | null
}

/** The tree of departments: everybody reads it, administrators change it. */
export const departmentRoutes: Routes = (app, platform) => {
  app.get('/api/departments', { config: { anyApp: true } }, async request => {
    const directory = await platform.directories.of(callerOf(request))
    return { departments: [...directory.departments.values()], nextCursor: null }
  })

  app.post<{ Body: DepartmentChange & { name: string } }>(
    '/api/departments',
    { schema: { body: closedObject(properties, ['name']) } },
    async (request, reply) => {
      const caller = adminOf(request)
      const id = platform.newId()
      const { name, parent = null, head = null } = request.body
      await changeDirectory(platform, caller.orgId, async transaction => {
        await refusingUnknown(() =>
          transaction.query(
            'insert into formwork.department (org_id, id, name, parent_id, head_id) values ($1, $2, $3, $4, $5)',
            [caller.orgId, id, name.trim(), parent, head],
          ),
        )
        await audit(platform, transaction, request, caller, {
          action: 'department_created',
          subject: { department: id },
          detail: { name, parent, head },
        })
      })
      return reply.code(201).send(await readDepartment(platform, caller.orgId, id))
    },
  )

  app.patch<{ Params: { id: string }; Body: DepartmentChange }>(
    '/api/departments/:id',
    { schema: { body: closedObject(properties) } },
    async request => {
      const caller = adminOf(request)
      const { id } = request.params
      const before = await readDepartment(platform, caller.orgId, id)
      const { name, parent, head } = { ...before, ...request.body }
      await changeDirectory(platform, caller.orgId, async transaction => {
        await refusingUnknown(() =>
          transaction.query(
            'update formwork.department set name = $3, parent_id = $4, head_id = $5 where org_id = $1 and id = $2',
            [caller.orgId, id, name.trim(), parent, head],
          ),
        )
        await audit(platform, transaction, request, caller, {
          action: 'department_changed',
          subject: { department: id },
          detail: { before, after: request.body },
        })
      })
      return readDepartment(platform, caller.orgId, id)
    },
  )

  app.delete<{ Params: { id: string } }>('/api/departments/:id', async (request, reply) => {
    const caller = adminOf(request)
    const { id } = request.params
    await changeDirectory(platform, caller.orgId, async transaction => {
      if (!(await deleteDepartment(transaction, caller.orgId, id))) throw notFound()
      await audit(platform, transaction, request, caller, { action: 'department_deleted', subject: { department: id } })
    })
    return reply.code(204).send()
  })
}

async function readDepartment(platform: Platform, orgId: string, id: string): Promise<Department> {
  const department = (await platform.directories.latest(orgId)).departments.get(id)
  if (department === undefined) throw notFound()
  return department
}

async function refusingUnknown(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sqlStateOf(error) !== '23503') throw error
    const head = error instanceof Error && 'constraint' in error && String(error.constraint).includes('head')
    throw invalidValues([head ? problem('unknown_user', '/head') : problem('unknown_department', '/parent')])
  }
}
