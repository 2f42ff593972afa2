import { expect, it } from 'vitest'
import { approve, appWith, done, Instance } from './harness.ts'

it('smoke', () => {
  const i = new Instance(
    appWith([
      approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
      approve('two', 'ROLE("board")', { mode: 'all', next: [{ to: 'done' }] }),
      done,
    ]),
  )
  expect(i.at).toEqual(['one:a'])
  i.act('a', 'approve')
  expect(i.at).toEqual(['two:a', 'two:b', 'two:c'])
  i.act('b', 'approve')
  i.act('a', 'approve')
  i.act('c', 'approve')
  expect(i.result).toBe('ended approved')
})
