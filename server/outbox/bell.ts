/** Wakes this process's outbox worker once something was committed; other nodes look by themselves every second. */
export class Bell {
  #hear: () => void = () => undefined

  onRing(hear: () => void): void {
    this.#hear = hear
  }

  ring(): void {
    this.#hear()
  }
}
