/** Progress in plain words: English first, a short 中文 behind it. Goes to stderr, so that stdout's last line stays the address. */
export function say(english, chinese) {
  process.stderr.write(`formwork: ${english}${chinese ? `  ${chinese}` : ''}\n`)
}

/** A mistake of the set-up that a person can mend; printed without a stack. */
export class SetupError extends Error {}

/** Runs `work`, and says in the end how long it took when that was longer than a second. */
export async function timed(english, chinese, work) {
  const started = Date.now()
  say(`${english} …`, chinese)
  const result = await work()
  const seconds = (Date.now() - started) / 1000
  if (seconds > 1) say(`done in ${seconds.toFixed(1)} s`, '完成')
  return result
}
