import { create } from 'zustand'
import { useText } from '../i18n/useText.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

interface Question {
  readonly title: string
  readonly text?: string
  /** says what happens: "删除", not "确定" */
  readonly action: string
  readonly cancel?: string
  readonly danger?: boolean
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void
}

const useQuestion = create<{ asked: Asked | null }>(() => ({ asked: null }))

/** Asks before something that cannot be taken back at once; answers true when the person agrees. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise(resolve => {
    useQuestion.setState({
      asked: {
        ...question,
        answer: yes => {
          useQuestion.setState({ asked: null })
          resolve(yes)
        },
      },
    })
  })
}

/** Shows the question; stands once in the shell. */
export function ConfirmHost() {
  const { t } = useText()
  const asked = useQuestion(state => state.asked)
  if (asked === null) return null
  return (
    <Dialog
      title={asked.title}
      onClose={() => asked.answer(false)}
      footer={
        <>
          <Button onClick={() => asked.answer(false)}>{asked.cancel ?? t('word.cancel')}</Button>
          <Button kind={asked.danger === true ? 'danger' : 'primary'} onClick={() => asked.answer(true)}>
            {asked.action}
          </Button>
        </>
      }
    >
      {asked.text === undefined ? null : <p className="fw-muted">{asked.text}</p>}
    </Dialog>
  )
}
