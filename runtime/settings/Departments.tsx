import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Popconfirm, Select, Table } from 'antd'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Department } from '../api/types.ts'
import { useDirectory } from '../app/directory.ts'
import { useText } from '../i18n/useText.ts'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

interface Branch extends Department {
  readonly children?: readonly Branch[]
}

function treeOf(departments: readonly Department[], parent: string | null, depth = 0): Branch[] {
  if (depth > 20) return []
  return departments
    .filter(department => department.parent === parent)
    .map(department => {
      const children = treeOf(departments, department.id, depth + 1)
      return children.length === 0 ? department : { ...department, children }
    })
}

interface DepartmentsProps {
  readonly editing: Department | 'new' | undefined
  readonly onEdit: (department: Department | 'new' | undefined) => void
}

/** The organisation's departments as a tree, with their heads. */
export function Departments({ editing, onEdit }: DepartmentsProps) {
  const { t } = useText()
  const { departments, people } = useDirectory()
  const client = useQueryClient()
  const remove = async (department: Department) => {
    try {
      await request('DELETE', `/departments/${department.id}`)
      await client.invalidateQueries({ queryKey: keys.directory })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <>
      {departments.size === 0 ? (
        <div className="fw-card">
          <Empty icon="people" title={t('department.none')} hint={t('department.noneHint')} />
        </div>
      ) : (
        <Table<Branch>
          className="fw-card fw-antd-table"
          rowKey="id"
          dataSource={treeOf([...departments.values()], null)}
          pagination={false}
          expandable={{ defaultExpandAllRows: true }}
          columns={[
            { title: t('department.name'), dataIndex: 'name' },
            { title: t('department.head'), render: (_, department) => people.get(department.head ?? '')?.name },
            {
              align: 'end',
              render: (_, department) => (
                <>
                  <Button type="link" onClick={() => onEdit(department)}>
                    {t('word.edit')}
                  </Button>
                  <Popconfirm
                    title={t('department.deleteTitle', { name: department.name })}
                    okText={t('word.delete')}
                    onConfirm={() => void remove(department)}
                  >
                    <Button type="link" danger>
                      {t('word.delete')}
                    </Button>
                  </Popconfirm>
                </>
              ),
            },
          ]}
        />
      )}
      {editing === undefined ? null : (
        <DepartmentForm department={editing === 'new' ? undefined : editing} onClose={() => onEdit(undefined)} />
      )}
    </>
  )
}

function DepartmentForm({
  department,
  onClose,
}: {
  readonly department: Department | undefined
  readonly onClose: () => void
}) {
  const { t } = useText()
  const client = useQueryClient()
  const { departments, people } = useDirectory()
  const [form] = Form.useForm<Department>()
  const submit = async ({ name, parent = null, head = null }: Department) => {
    try {
      const body = { name, parent, head }
      if (department === undefined) await request('POST', '/departments', { body, key: newKey() })
      else await request('PATCH', `/departments/${department.id}`, { body })
      await client.invalidateQueries({ queryKey: keys.directory })
      onClose()
    } catch (error) {
      toast.failed(error)
    }
  }
  const search = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const
  return (
    <Modal
      open
      title={t(department === undefined ? 'department.add' : 'department.edit')}
      okText={t('word.save')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Department>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={department ?? {}}
        onFinish={values => void submit(values)}
      >
        <Form.Item name="name" label={t('department.name')} rules={[{ required: true, message: '' }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="parent" label={t('department.parent')}>
          <Select
            {...search}
            options={[...departments.values()]
              .filter(({ id }) => id !== department?.id)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="head" label={t('department.head')}>
          <Select
            {...search}
            options={[...people.values()]
              .filter(({ active }) => active)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
