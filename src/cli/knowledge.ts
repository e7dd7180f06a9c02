import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toJson } from '../engine/exporters/row';
import { visible } from '../engine/exporters/visible';
import { KnowledgeBase, type KnowledgeCount, type Known } from '../ml/knowledgeBase';
import { oneOf } from './choice';
import { complain, openOutput } from './output';
import { soundAreas } from './ownKnowledge';
import { UsageError } from './usage';

/** `stacklens knowledge`; returns the exit code: 2 where something is wrong in a file of the user's, which is told; else 1 where nothing is known. */
export async function knowledge(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { count: { type: 'boolean', default: false }, format: { type: 'string', default: 'text' }, limit: { type: 'string', default: '5' }, add: { type: 'string', multiple: true, default: [] } },
  });
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const search = positionals.join(' ').trim();
  if (values.count === (search !== '')) throw new UsageError('Name what to search for, or --count: stacklens knowledge SEARCH.');
  if (!/^[1-9]\d{0,4}$/.test(values.limit)) throw new UsageError('--limit takes a number from 1 to 99999.');
  const { areas: own, isSound } = soundAreas(await Promise.all(values.add.map(async (name) => ({ name, text: await readFile(name, 'utf8') }))));
  const { shippedAreas } = await import('../ml/shippedKnowledge');
  const base = new KnowledgeBase([...own, ...shippedAreas]);
  const { sink } = await openOutput(undefined);
  if (values.count) {
    const count = base.count();
    await sink.write(format === 'json' ? `${toJson({ ...count })}\n` : countText(count));
    return isSound ? 0 : 2;
  }
  const found = base.search(search);
  const shown = found.slice(0, Number(values.limit));
  if (format === 'json') await sink.write(`${toJson({ total: found.length, entries: shown.map(plain) })}\n`);
  else if (found.length > 0) await sink.write([...shown.map(entryText), ...(shown.length < found.length ? [`${String(found.length - shown.length)} more: --limit ${String(found.length)} shows all.\n`] : [])].join('\n'));
  else complain(`nothing is known of "${visible(search)}".`);
  if (!isSound) return 2;
  return found.length > 0 ? 0 : 1;
}

function countText({ entries, remediated, areas }: KnowledgeCount): string {
  const width = Math.max(...areas.map(({ area }) => area.length));
  const rows = areas.map((each) => `  ${each.area.padEnd(width)}  ${String(each.entries).padStart(5)}  ${String(each.remediated).padStart(5)}  ${each.title}`);
  return [`${String(entries)} entries, ${String(remediated)} of them with causes, checks and fixes; by area:`, ...rows, ''].join('\n');
}

function plain({ citation, areaTitle, entry, source }: Known): Record<string, unknown> {
  return { citation, area: areaTitle, ...entry, source };
}

function entryText({ citation, areaTitle, entry, source }: Known): string {
  const { title, category, severity, meaning, causes = [], fix, link } = entry;
  const lines = [
    `${title} [${citation}]`,
    `  ${[areaTitle, category, ...(severity === undefined ? [] : [severity])].join(' · ')}`,
    `  ${meaning}`,
    ...causes.flatMap((each, index) => [`  ${String(index + 1)}. ${each.cause}`, ...(each.check === undefined ? [] : [`     check: ${each.check}`]), ...(each.fix === undefined ? [] : [`     fix:   ${each.fix}`])]),
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
    `  ${link}`,
    `  source: ${source.name}, ${source.url}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}
