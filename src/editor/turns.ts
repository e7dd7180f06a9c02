/** Lets the host do other work before ours goes on: nothing of ours may keep it for long. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
