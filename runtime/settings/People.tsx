import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Segmented, Table, Tag } from 'antd'
import { useDeferredValue, useState } from 'react'
import { AntdScope } from '../AntdScope.tsx'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Department, Person } from '../api/types.ts'
import { useDirectory } from '../app/directory.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Empty } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { Departments } from './Departments.tsx'
import { PersonForm } from './PersonForm.tsx'

/** People and departments of the organisation. */
export default function People() {
  const { t } = useText()
  const me = useMe()
  usePage(t('people.title'), '/me')
  const [part, setPart] = useState<'users' | 'departments'>('users')
  const [editing, setEditing] = useState<Person | 'new'>()
  const [department, setDepartment] = useState<Department | 'new'>()
  if (!me.user.admin) return <Empty icon="people" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  return (
    <AntdScope>
      <div className="fw-page">
        <PageHead title={t('people.title')}>
          <Segmented
            value={part}
            onChange={setPart}
            options={[
              { value: 'users', label: t('people.users') },
              { value: 'departments', label: t('people.departments') },
            ]}
          />
          <Button type="primary" onClick={() => (part === 'users' ? setEditing('new') : setDepartment('new'))}>
            {t(part === 'users' ? 'people.add' : 'department.add')}
          </Button>
        </PageHead>
        {part === 'users' ? <Users onOpen={setEditing} /> : <Departments editing={department} onEdit={setDepartment} />}
        {editing === undefined ? null : (
          <PersonForm person={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
        )}
      </div>
    </AntdScope>
  )
}

/** Everybody of the organisation; read anew after a change. */
export const peopleQuery = (q: string) => ({
  queryKey: [...keys.directory, 'people', q],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<{ users: readonly Person[] }>(`/users${queryText({ q, limit: 200 })}`, signal),
})

function Users({ onOpen }: { readonly onOpen: (person: Person) => void }) {
  const { t } = useText()
  const phone = useIsPhone()
  const client = useQueryClient()
  const { departments, people } = useDirectory()
  const [q, setQ] = useState('')
  const { data, isPending } = useQuery({
    ...peopleQuery(useDeferredValue(q.trim())),
    placeholderData: before => before,
  })
  return (
    <>
      <Input.Search
        allowClear
        value={q}
        onChange={event => setQ(event.target.value)}
        onSearch={() => void client.invalidateQueries({ queryKey: keys.directory })}
        placeholder={t('people.search')}
        aria-label={t('people.search')}
        style={{ maxWidth: 340, marginBottom: 16 }}
      />
      <Table<Person>
        className="fw-card fw-antd-table"
        rowKey="id"
        loading={isPending}
        dataSource={[...(data?.users ?? [])]}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={phone ? { x: 560 } : {}}
        onRow={person => ({ onClick: () => onOpen(person), style: { cursor: 'pointer' } })}
        columns={[
          {
            title: t('people.name'),
            render: (_, person) => (
              <button type="button" className="fw-plain-button fw-person">
                <Avatar name={person.name} /> {person.name}
                {person.admin === true ? <Tag color="blue">{t('people.admin')}</Tag> : null}
                {person.active ? null : <Tag>{t('people.inactive')}</Tag>}
              </button>
            ),
          },
          { title: t('people.login'), dataIndex: 'login' },
          { title: t('people.job'), dataIndex: 'title' },
          { title: t('people.department'), render: (_, person) => departments.get(person.department ?? '')?.name },
          { title: t('people.manager'), render: (_, person) => people.get(person.manager ?? '')?.name },
        ]}
      />
    </>
  )
}
