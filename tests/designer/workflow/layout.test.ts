import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf, type Placed } from '../../../designer/workflow/graph/layout.ts'
import { shapeOf } from '../../../designer/workflow/graph/shape.ts'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { afterPlans, chain } from './random.ts'
import { approve, end, withWorkflow, workflowIn } from './sample.ts'

const overlapping = (a: Placed, b: Placed): boolean =>
  a !== b && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const drawn = (workflow: Workflow) => {
  const layout = layoutOf(shapeOf(workflow))
  const at = (id: string) => {
    const one = layout.placed.get(id)!
    return { x: one.x + one.width / 2, y: one.y }
  }
  return { layout, at }
}

describe('the drawing', () => {
  it('puts a chain straight one under the other', () => {
    const { at } = drawn(workflowIn(withWorkflow([approve('a', ['b', 'approved']), approve('b', ['c']), end('c')])))
    expect(new Set(['$start', 'a', 'b', 'c'].map(id => at(id).x)).size).toBe(1)
    expect(at('a').y).toBeLessThan(at('b').y)
  })

  it('keeps branches in their order, evenly under their step, and their meeting below all', () => {
    const branches = [{ to: 'x', when: '{amount} > 1' }, { to: 'y', when: '{amount} > 2' }, { to: 'z' }]
    const { at } = drawn(
      workflowIn(
        withWorkflow([
          { key: 's', type: 'exclusive', next: branches },
          approve('x', ['z']),
          approve('y', ['y2']),
          approve('y2', ['z']),
          end('z'),
        ]),
      ),
    )
    const heads = ['s>0', 's>1', 's>2'].map(id => at(id).x)
    expect(heads.toSorted((a, b) => a - b)).toEqual(heads)
    expect(at('s').x).toBe((heads[0]! + heads[2]!) / 2)
    expect(at('z').x).toBe(at('s').x)
    expect(at('z').y).toBeGreaterThan(at('y2').y)
  })

  it('leads a way back beside all others', () => {
    const { layout } = drawn(
      workflowIn(withWorkflow([approve('a', ['c', 'approved'], ['b', 'rejected']), approve('b', ['a']), end('c')])),
    )
    const back = layout.routes.filter(route => route.back)
    expect(back.map(({ line }) => line.id)).toEqual(['b>0'])
    expect(Math.max(...back[0]!.points.map(([x]) => x))).toBeGreaterThan(
      Math.max(...[...layout.placed.values()].map(one => one.x + one.width)),
    )
  })

  it('never puts one card on another, whatever was planned', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)), { maxLength: 30 }), steps => {
        const { layout } = drawn(workflowIn(afterPlans(steps)))
        const all = [...layout.placed.values()]
        for (const a of all)
          expect(all.filter(b => overlapping(a, b)).map(({ item }) => `${a.item.id} on ${item.id}`)).toEqual([])
        expect(layout.left).toBe(Math.min(...all.map(({ x }) => x)))
      }),
      { numRuns: 200 },
    )
  })

  it('draws any graph, however tangled or broken, without one card on another', { timeout: 60_000 }, () => {
    const name = fc.nat(14).map(n => `n${n}`)
    const next = fc.array(fc.record({ to: name }), { maxLength: 4 })
    const graph = fc.tuple(name, fc.array(next, { minLength: 1, maxLength: 12 }))
    fc.assert(
      fc.property(graph, ([start, ways]) => {
        const nodes = ways.map((edges, n): Node => ({ key: `n${n}`, type: 'exclusive', next: edges }))
        const workflow = { ...workflowIn(withWorkflow(nodes)), start: { to: start } }
        const { layout } = drawn(workflow)
        const all = [...layout.placed.values()]
        expect(all.filter(({ item }) => item.kind === 'node')).toHaveLength(nodes.length)
        for (const a of all)
          expect(all.filter(b => overlapping(a, b)).map(({ item }) => `${a.item.id} on ${item.id}`)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('of five times the steps takes no 25 times as long', { timeout: 60_000 }, () => {
    const fastest = (steps: number): number => {
      const shape = shapeOf(workflowIn(chain(steps)))
      const times = Array.from({ length: 5 }, () => {
        const before = process.cpuUsage()
        layoutOf(shape)
        return process.cpuUsage(before).user
      })
      return Math.min(...times)
    }
    fastest(1_000)
    expect(fastest(5_000) / fastest(1_000)).toBeLessThan(20)
  })
})
