import { describe, expect, it } from 'vitest'
import { connectionsOf, tellsPeople } from '../../../engine/definition/connections.ts'
import { office } from '../../fixtures/office.ts'
import { both, drop, put } from './merge-cases/case.ts'

const SAY = { do: 'notify', to: '{owner}', message: both('看', 'Look') }

describe('what an app uses outside', () => {
  it('is what its notices and connectors name, each once, with who uses it', () => {
    const app = [
      put('automations/won/then', [{ ...SAY, channels: ['app', 'sms'] }]),
      put('automations/silent/then', [{ ...SAY, channels: ['sms', 'webhook'] }]),
      put('connectors', [
        {
          key: 'erp',
          kind: 'http',
          host: 'https://erp.example.com:8443/api',
          name: both('总账', 'Books'),
          auth: { type: 'bearer', secret: 'erp_token' },
        },
        { key: 'site', kind: 'webhook' },
      ]),
    ].reduce((one, edit) => edit(one), office)
    const [won, silent] = office.automations!.map(({ name }) => name)
    expect(connectionsOf(app)).toEqual([
      { kind: 'channel', name: 'sms', users: [won, silent] },
      { kind: 'webhook', name: '', users: [silent] },
      { kind: 'host', name: 'erp.example.com', users: [both('总账', 'Books')] },
      { kind: 'secret', name: 'erp_token', users: [both('总账', 'Books')] },
      { kind: 'hook', name: 'site', users: [{ zh: 'site' }] },
    ])
  })

  it('is nothing for an app that only tells people in the pages, or nobody', () => {
    const inside = drop('connectors')(office)
    expect([connectionsOf(inside), tellsPeople(inside)]).toEqual([[], true])
    const silent = ['automations', 'workflows'].reduce((one, list) => drop(list)(one), inside)
    expect(tellsPeople(drop('forms/opportunity/ladders')(silent))).toBe(false)
  })
})
