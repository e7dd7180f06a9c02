import type { TraceTable } from './table';

/** A place inside a trace: which lines may follow, and where they lead. */
export interface State {
  /** False where only a later line can tell whether the trace came this far. */
  readonly certain: boolean;
  /** Whether blank lines may follow before the next move. */
  readonly spansBlanks: boolean;
  readonly moves: readonly Move[];
}

export interface Move {
  readonly on: RegExp;
  readonly to: readonly State[];
}

/** Links the states of all tables and returns, per language, the moves that a first line makes. Throws on a state that nothing leaves and that is not an `end`. */
export function link(tables: readonly TraceTable[]): ReadonlyMap<string, readonly Move[]> {
  const moves = new Map<string, Move[]>();
  const movesFrom = (name: string): Move[] => {
    const known = moves.get(name) ?? [];
    moves.set(name, known);
    return known;
  };
  const states = new Map<string, State>();
  const named = (name: string): State => {
    const state = states.get(name) ?? { certain: !name.endsWith('?'), spansBlanks: !/[!]$|\.end$/.test(name), moves: movesFrom(name) };
    states.set(name, state);
    return state;
  };
  const qualified = (names: string, language: string): string[] =>
    names.split(' ').map((name) => (name.includes('.') ? name : `${language}.${name}`));
  for (const { language, rows } of tables) {
    for (const [from, on, to] of rows) {
      const move = { on, to: qualified(to, language).map(named) };
      for (const name of qualified(from, language)) movesFrom(name).push(move);
    }
  }
  for (const [name, { moves: ways }] of states) {
    if (ways.length === 0 && !name.endsWith('.end')) throw new Error(`No row of the trace tables leaves the state "${name}".`);
  }
  return new Map(tables.map(({ language }) => [language, movesFrom(`${language}.start`)]));
}

/** The states that a line leads to. */
export function follow(moves: readonly Move[], line: string): State[] {
  const reached = new Set<State>();
  for (const { on, to } of moves) {
    if (on.test(line)) for (const state of to) reached.add(state);
  }
  return [...reached];
}
