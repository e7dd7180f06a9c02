import { Session, type Profiler } from 'node:inspector';

export interface Stretch {
  readonly ms: number;
  /** Functions on top of the stack in that time with their milliseconds, the most costly first. */
  readonly functions: readonly string[];
}

const namedFunctions = 8;
/** A sample is taken each millisecond: in what is more than this between two of them, others had the processor. */
const longestSampleMs = 2;

/** The sampling profiler of this thread. */
export class Profiling {
  readonly #session = new Session();

  static async start(): Promise<Profiling> {
    const profiling = new Profiling();
    profiling.#session.connect();
    profiling.#session.post('Profiler.enable');
    await new Promise<void>((resolve, reject) => profiling.#session.post('Profiler.start', (error) => (error ? reject(error) : resolve())));
    return profiling;
  }

  async stop(): Promise<Profiler.Profile> {
    try {
      return await new Promise((resolve, reject) => {
        this.#session.post('Profiler.stop', (error, { profile }) => (error ? reject(error) : resolve(profile)));
      });
    } finally {
      this.#session.disconnect();
    }
  }
}

/**
 * Milliseconds in which a function of some files was on the stack, itself or what it had called.
 * @param files the start of their addresses, as a path
 */
export function timeIn({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, files: string): number {
  const own = nodesOf(nodes, files);
  return samples.reduce((sum, sample, index) => (own.has(sample) ? sum + Math.min(longestSampleMs, (timeDeltas[index + 1] ?? 0) / 1_000) : sum), 0);
}

/** Ids of the nodes that are functions of some files, or that these have called. */
function nodesOf(nodes: readonly Profiler.ProfileNode[], files: string): ReadonlySet<number> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const own = new Set<number>();
  for (const node of nodes) {
    // A parent stands before its children.
    if (node.callFrame.url.includes(files) || own.has(parents.get(node.id) ?? -1)) own.add(node.id);
  }
  return own;
}

/**
 * The longest time at work, without a break, in which a function of some files was on the stack, itself or what it had called.
 * @param files the start of their addresses, as a path
 */
export function longestStretch({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, files: string): Stretch {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = nodesOf(nodes, files);
  const isCollector = (id: number): boolean => byId.get(id)?.callFrame.functionName === '(garbage collector)';

  let longest: Stretch = { ms: 0, functions: [] };
  let inside = false;
  let current = new Map<number, number>();
  for (const [index, sample] of samples.entries()) {
    // A collection interrupts whoever runs.
    inside = own.has(sample) || (inside && isCollector(sample));
    if (!inside) {
      current = new Map();
      continue;
    }
    // What passes until the next sample is this one's.
    current.set(sample, (current.get(sample) ?? 0) + Math.min(longestSampleMs, (timeDeltas[index + 1] ?? 0) / 1_000));
    const ms = [...current.values()].reduce((sum, each) => sum + each, 0);
    if (ms > longest.ms) longest = { ms, functions: describe(current, byId) };
  }
  return longest;
}

function describe(times: ReadonlyMap<number, number>, nodes: ReadonlyMap<number, Profiler.ProfileNode>): string[] {
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, namedFunctions)
    .map(([id, ms]) => {
      const frame = nodes.get(id)?.callFrame;
      return `${ms.toFixed(1)} ms ${frame?.functionName || '(anonymous)'} ${frame?.url.split('/').at(-1) ?? ''}:${(frame?.lineNumber ?? 0) + 1}`;
    });
}
