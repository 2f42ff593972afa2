import { useCallback, useEffect, useRef } from 'react'
import { useBlocker } from 'react-router'
import { useText } from '../i18n/useText.ts'
import { confirm } from '../ui/confirm.tsx'

/**
 * Asks before a page with unsaved changes is left, within the app and by the browser. The answer lets the page go: called once its changes are
 * saved, so that the very next navigation is free, whatever has been drawn by then.
 */
export function useLeaveGuard(dirty: boolean): () => void {
  const { t } = useText()
  const free = useRef(false)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && !free.current && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    void confirm({
      title: t('form.leaveTitle'),
      text: t('form.leaveText'),
      action: t('form.leave'),
      cancel: t('form.stay'),
    }).then(leave => (leave ? blocker.proceed() : blocker.reset()))
  }, [blocker, t])
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])
  return useCallback(() => {
    free.current = true
  }, [])
}

/** Ctrl/⌘ S. */
export function useSaveKey(save: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      save()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}
