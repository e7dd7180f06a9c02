export type KeyAction =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'start'
  | 'end'
  | 'left'
  | 'right'
  | 'open'
  | 'copy'
  | 'find'
  | 'findNext'
  | 'findPrevious'
  | 'nextProblem'
  | 'previousProblem'
  | 'wrap'
  | 'leave';

/** In the list of lines alone; elsewhere these keys move within a field. */
const inLines: Readonly<Record<string, KeyAction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'start',
  End: 'end',
  Enter: 'open',
  Escape: 'leave',
};

/** What a key asks for; null where it is none of ours. `isInLines`: the list of lines has the focus. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>, isInLines: boolean): KeyAction | null {
  const command = event.ctrlKey || event.metaKey;
  if (event.key === 'F3') return event.shiftKey ? 'findPrevious' : 'findNext';
  if (event.key === 'F8') return event.shiftKey ? 'previousProblem' : 'nextProblem';
  if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'f') return 'find';
  if (event.altKey && !command && event.key.toLowerCase() === 'z') return 'wrap';
  if (!isInLines || event.altKey) return null;
  if (command) return event.key.toLowerCase() === 'c' ? 'copy' : event.key === 'Home' ? 'start' : event.key === 'End' ? 'end' : null;
  return inLines[event.key] ?? null;
}
