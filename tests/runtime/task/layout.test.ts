import { describe, expect, it } from 'vitest'
import { layOut } from '../../../runtime/task/progress/layout.ts'

const ways = (...names: readonly string[]) =>
  names.map(name => {
    const [from = '', to = ''] = name.split('>')
    return { from, to, taken: false }
  })
const placed = (keys: readonly string[], edges: ReturnType<typeof ways>): string[] =>
  [...layOut(keys, edges).places].map(([key, { rank, lane }]) => `${key} ${rank},${lane}`)

describe('the drawing of a workflow', () => {
  it('puts steps one after the other, and branches side by side', () => {
    expect(placed(['s', 'a', 'b', 'm', 'e'], ways('s>a', 's>b', 'a>m', 'b>m', 'm>e'))).toEqual([
      's 0,0.5',
      'a 1,0',
      'b 1,1',
      'm 2,0.5',
      'e 3,0.5',
    ])
  })

  it('leaves out ways that lead back, and steps that are not there', () => {
    const layout = layOut(['s', 'a', 'b'], ways('s>a', 'a>b', 'b>a', 'a>a', 'b>gone'))
    expect([layout.ranks, layout.ways.length]).toEqual([3, 2])
  })

  it('gives a way past a step its own lane', () => {
    const layout = layOut(['s', 'a', 'e'], ways('s>a', 'a>e', 's>e'))
    expect(layout.lanes).toBe(2)
    const [, , past] = layout.ways
    expect(past?.points.map(({ rank }) => rank)).toEqual([0, 1, 2])
    expect(past?.points[1]?.lane).not.toBe(layout.places.get('a')?.lane)
  })

  it('does not cross ways that need not cross', () => {
    const layout = layOut(['s', 'a', 'b', 'c', 'd'], ways('s>a', 's>b', 'a>d', 'b>c'))
    const lane = (key: string) => layout.places.get(key)!.lane
    expect(Math.sign(lane('a') - lane('b'))).toBe(Math.sign(lane('d') - lane('c')))
  })
})
