import { useReactFlow } from '@xyflow/react'
import { Icon, IconButton, Popover } from '../../../runtime/index.ts'
import { usePageTexts } from '../../texts.ts'
import { workflowTexts } from '../texts.ts'

/** Zoom, and the keys that do what the mouse does. */
export function Toolbar() {
  const w = usePageTexts(workflowTexts)
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  const keys = ['keyWalk', 'keyOpen', 'keyAdd', 'keyRemove', 'keyCopy', 'keyBranch'] as const
  return (
    <div className="wf-toolbar">
      <button type="button" aria-label={w('zoomOut')} title={w('zoomOut')} onClick={() => void zoomOut()}>
        −
      </button>
      <button type="button" aria-label={w('zoomIn')} title={w('zoomIn')} onClick={() => void zoomIn()}>
        ＋
      </button>
      <button type="button" onClick={() => void fitView({ padding: 0.1, maxZoom: 1 })}>
        {w('fit')}
      </button>
      <Popover
        side="right"
        className="wf-keys"
        trigger={props => <IconButton {...props} icon="help" size={16} name={w('keys')} />}
      >
        {() => (
          <ul>
            {keys.map(key => (
              <li key={key}>
                <Icon name="chevronRight" size={12} /> {w(key)}
              </li>
            ))}
          </ul>
        )}
      </Popover>
    </div>
  )
}
