import { describe, expect, it } from 'vitest'
import { nameSpaceOf } from '../../../designer/formula/place.ts'
import { readFlow } from '../../../designer/workflow/graph/flow.ts'
import { speakingOf } from '../../../designer/workflow/words/speaking.ts'
import { tellNode, tellStart, tellWay } from '../../../designer/workflow/words/tell.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, end, withWorkflow, workflowIn } from './sample.ts'

const told = (language: 'zh' | 'en', node: Node): string => {
  const definition = withWorkflow([node, end('done')])
  const { title, text } = tellNode(speakingOf(nameSpaceOf(definition), 'opportunity', language), node, [])
  return [title, text].filter(Boolean).join(' | ')
}

const ladder = {
  steps: [
    { key: 'a', after: '24h', do: [{ do: 'notify' as const, to: '{$task.assignee}', message: { zh: 'x', en: 'x' } }] },
    {
      key: 'b',
      after: '48h',
      do: [{ do: 'act' as const, on: '{$task.id}', as: 'transfer' as const, to: 'MANAGER({$task.assignee})' }],
    },
  ],
}

describe('a step', () => {
  it.each([
    [{ ...approve('a'), deadline: ladder } as Node, '直属主管审批，24 小时后提醒，48 小时后转给处理人的直属主管'],
    [{ ...approve('a'), mode: 'all', by: 'ROLE("manager")' } as Node, '经理审批，全部通过（会签）'],
    [{ key: 'a', type: 'fill', by: '{owner}', label: { zh: '补资料' } } as Node, '补资料 | 负责人填写'],
    [{ key: 'a', type: 'cc', by: 'BLANK()' } as Node, '还没有选择处理人'],
    [{ key: 'a', type: 'wait', after: '2wd' } as Node, '等待 2 个工作日'],
    [{ key: 'a', type: 'wait', until: '={created_at}' } as Node, '等到创建时间'],
    [{ key: 'a', type: 'end', outcome: 'rejected' } as Node, '结束：驳回'],
  ])('%#: reads as a sentence', (node, sentence) => expect(told('zh', node)).toBe(sentence))

  it('reads as a sentence in English', () =>
    expect(told('en', { ...approve('a'), deadline: ladder } as Node)).toBe(
      'Direct manager decides, after 24 hours: remind, after 48 hours: hand over to Manager of the assignee',
    ))
})

describe('a branch', () => {
  const node: Node = {
    key: 's',
    type: 'exclusive',
    next: [{ to: 'done', when: '{amount} > 5' }, { to: 'done', when: 'FALSE' }, { to: 'done' }],
  }
  const workflow = workflowIn(withWorkflow([node, end('done')]))
  const speaking = speakingOf(nameSpaceOf(withWorkflow([node, end('done')])), 'opportunity', 'zh')

  it('says when it is taken, that a condition is missing, or that it takes all other cases', () => {
    const ways = readFlow(workflow).ways.filter(({ from }) => from === 's')
    const texts = ways.map((way, at) => tellWay(speaking, way, node, at === ways.length - 1))
    expect(texts.map(({ title, text, warn }) => [title, text, warn])).toEqual([
      ['分支', '预计金额大于 5', undefined],
      ['分支', '请设置条件', true],
      ['其他情况', '', undefined],
    ])
  })

  it('of the start says how it begins', () => {
    const start = { ...workflow.start, manual: false, on: [{ event: 'created' as const }] }
    expect(tellStart(speaking, { ...workflow, start }).text).toBe('新增商机时自动发起')
  })
})
