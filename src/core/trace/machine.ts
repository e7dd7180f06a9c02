import { anyOf } from './anyOf';
import type { TraceTable } from './table';

/** A place inside a trace: which lines may follow, and where they lead. */
export interface State {
  /** False where only a later line can tell whether the trace came this far. */
  readonly certain: boolean;
  /** Whether blank lines may follow before the next move. */
  readonly spansBlanks: boolean;
  readonly moves: Moves;
}

/** The moves from one or more places. */
export interface Moves {
  /** Matches where one of the expressions of `each` does: most lines make no move, and one expression says so. */
  readonly any: RegExp;
  readonly each: readonly Move[];
}

/** Most moves are never made, so what is made of their expressions is made when it is first asked for. */
class Gathered implements Moves {
  private joined: RegExp | null = null;

  constructor(readonly each: readonly Move[]) {}

  get any(): RegExp {
    return (this.joined ??= anyOf(this.each.map(({ on }) => on)));
  }
}

interface Move {
  readonly on: RegExp;
  readonly to: readonly State[];
}

/** Links the states of all tables and returns the moves that a first line makes in any of some languages. Throws on a state that nothing leaves and that is not an `end`. */
export function link(tables: readonly TraceTable[]): (languages: readonly TraceTable[]) => Moves {
  const rows = tables.flatMap(({ language, rows }) => rows.map(([from, on, to]) => ({ from: qualified(from, language), on, to: qualified(to, language) })));
  const states = new Map<string, Building>();
  const state = (name: string): Building => {
    const known = states.get(name) ?? { certain: !name.endsWith('?'), spansBlanks: !/[!]$|\.end$/.test(name), moves: nowhere };
    states.set(name, known);
    return known;
  };
  const moves = new Map<string, Move[]>();
  for (const { from, on, to } of rows) {
    const move = { on, to: to.map(state) };
    for (const name of from) moves.set(name, [...(moves.get(name) ?? []), move]);
  }
  for (const [name, known] of states) {
    const ways = moves.get(name) ?? [];
    if (ways.length === 0 && !name.endsWith('.end')) throw new Error(`No row of the trace tables leaves the state "${name}".`);
    known.moves = new Gathered(ways);
  }
  return (languages) => new Gathered(languages.flatMap(({ language }) => moves.get(`${language}.start`) ?? []));
}

/** The states that a line leads to from any of these. */
export function follow(from: readonly Pick<State, 'moves'>[], line: string): State[] {
  const reached: State[] = [];
  for (const { moves } of from) {
    if (!moves.any.test(line)) continue;
    for (const { on, to } of moves.each) {
      if (on.test(line)) for (const state of to) if (!reached.includes(state)) reached.push(state);
    }
  }
  return reached;
}

type Building = { -readonly [Key in keyof State]: State[Key] };

const nowhere: Moves = new Gathered([]);

function qualified(names: string, language: string): string[] {
  return names.split(' ').map((name) => (name.includes('.') ? name : `${language}.${name}`));
}
