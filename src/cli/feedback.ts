import { parseArgs } from 'node:util';
import { judgedOf, uncorrected } from '../core/corrections';
import { categories, severities } from '../core/finding';
import { openStore } from '../engine/store/openStore';
import type { Store } from '../engine/store/store';
import { oneOf } from './choice';
import { complain, openOutput } from './output';
import { storePath } from './storePath';
import { UsageError } from './usage';

/** `stacklens feedback`: what the user says of fingerprints, in the store that VS Code may be using; returns the exit code. */
export async function feedback(args: readonly string[]): Promise<number> {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { store: option, severity: option, category: option } });
  const [verb, ...fingerprints] = positionals;
  const chosen = oneOf('stacklens feedback', verb ?? 'list', ['list', 'relabel', 'ignore', 'undo']);
  const { severity, category } = values;
  if (chosen === 'list' ? fingerprints.length > 0 : fingerprints.length === 0) throw new UsageError(chosen === 'list' ? 'stacklens feedback list takes no fingerprint.' : `stacklens feedback ${chosen} takes fingerprints.`);
  if ((chosen === 'relabel') !== (severity !== undefined || category !== undefined)) throw new UsageError('--severity and --category say what stacklens feedback relabel makes of findings; it takes at least one of them.');
  const given = {
    ...(severity === undefined ? {} : { severity: oneOf('--severity', severity, severities) }),
    ...(category === undefined ? {} : { category: oneOf('--category', category, categories) }),
  };
  const change = chosen === 'ignore' ? { ignored: true } : { ...given, ignored: false };
  return withStore(storePath(values.store, process.env), async (store) => {
    const known = new Map((await store.corrections()).map((each) => [each.member.fingerprint, each]));
    if (chosen === 'list') {
      await print(Array.from(known.values(), ({ member, ...judged }) => `${JSON.stringify({ ...member, ...judged })}\n`).join(''));
      return;
    }
    let findings = 0;
    for (const fingerprint of fingerprints) {
      const before = known.get(fingerprint);
      const member = before?.member ?? { fingerprint, template: (await store.templateOf(fingerprint)) ?? '' };
      findings += await store.correct([member], chosen === 'undo' ? uncorrected : { ...judgedOf(before), ...change });
    }
    await print(`${String(findings)} findings changed.\n`);
  });
}

async function withStore(file: string, work: (store: Store) => Promise<void>): Promise<number> {
  const store = await openStore({ file, now: Date.now, program: 'cli', onProblem: complain });
  try {
    await work(store);
  } finally {
    await store.close();
  }
  return 0;
}

async function print(text: string): Promise<void> {
  await (await openOutput(undefined)).sink.write(text);
}
