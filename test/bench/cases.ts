import { BenchUsageError, type BenchOptions } from './arguments';
import { reference, type Contenders } from './contenders';
import { NoRoom, type DataFile, type DataFiles } from './dataFiles';
import type { DataSpec } from './generator';
import { layouts } from './layouts';
import { interleaved, type Measured } from './measure';
import { comparison, growth, type Goals, type Table } from './report';

/** One thing to measure. */
export interface Case {
  readonly name: string;
  readonly measure: () => Promise<Table>;
}

/** Per cent of lines that belong to problems. */
const percents = [0, 1, 10, 40, 100];
const longest = 100e6;
/** Of the size asked for at most. */
const steps = [0.01, 0.1, 0.25, 0.5, 1];

const goals: Readonly<Record<string, Goals>> = {
  'mixed-1': { 'ours 1': 3.5, 'ours 2': 5 },
  'mixed-40': { 'ours 1': 1.25, 'ours 2': 2 },
  'mixed-100': { 'ours 1': 1 },
  gz: { 'ours 1': 0.9 },
};

/** With every line a hit, what ripgrep does when it prints them is the fair comparison. */
const allHits = 'rg -ain';

/** All cases that were asked for. Throws BenchUsageError for a name that fits none. */
export function chooseCases(options: BenchOptions, data: DataFiles, contenders: Contenders): Case[] {
  const cases = new Cases(options, data, contenders);
  const all = cases.all();
  if (options.only.length === 0) return all;
  return options.only.flatMap((name) => {
    const chosen = all.filter((each) => each.name === name || each.name.startsWith(`${name}-`));
    const single = chosen.length > 0 ? chosen : cases.byName(name);
    if (single.length === 0) throw new BenchUsageError(`There is no case ${name}. There are ${all.map((each) => each.name).join(', ')}, and FORMAT-PERCENT with one of ${layouts.map(({ id }) => id).join(', ')}.`);
    return single;
  });
}

class Cases {
  constructor(
    private readonly options: BenchOptions,
    private readonly data: DataFiles,
    private readonly contenders: Contenders,
  ) {}

  all(): Case[] {
    const { scale } = this.options;
    return [
      ...percents.map((percent) => this.mixed(percent)),
      ...layouts.map(({ id }) => this.single(id, 1)),
      { name: 'gz', measure: () => this.packed() },
      { name: 'long-line', measure: () => this.longLine() },
      { name: 'start', measure: () => this.start() },
      ...(scale === null ? [] : [{ name: 'scale', measure: () => this.growing(scale) }]),
    ];
  }

  /** A format or `mixed`, and a percentage; nothing where it is neither. */
  byName(name: string): Case[] {
    const [, id = '', percent = ''] = /^(\w+)-(\d{1,3})$/.exec(name) ?? [];
    if (percent === '' || Number(percent) > 100) return [];
    if (id === 'mixed') return [this.mixed(Number(percent))];
    return layouts.some((layout) => layout.id === id) ? [this.single(id, Number(percent))] : [];
  }

  private mixed(percent: number): Case {
    const name = `mixed-${percent}`;
    const ids = ['ours 1', 'ours 2', reference, allHits, 'grep -aEci', 'lnav', 'wc -l', 'node read', 'node regexes'];
    const base = percent === 100 ? allHits : reference;
    return { name, measure: async () => this.compare(`Formats mixed, ${percent} % of lines are problems`, await this.mixedLog(percent), ids, base, goals[name]) };
  }

  private single(id: string, percent: number): Case {
    const name = `${id}-${percent}`;
    const measure = async (): Promise<Table> => {
      const file = await this.data.log(name, this.spec(percent, id));
      return this.compare(`${id}, ${percent} % of lines are problems`, file, ['ours 1', 'ours 2', reference], percent === 100 ? allHits : reference);
    };
    return { name, measure };
  }

  private async packed(): Promise<Table> {
    const file = await this.data.packed(await this.mixedLog(1));
    return this.compare('Packed with gzip, 1 % of lines are problems (MB/s of what it unpacks to)', file, ['ours 1', 'zcat'], 'zcat', goals.gz);
  }

  private async longLine(): Promise<Table> {
    const file = await this.data.longLine(longest, this.options.seed);
    return this.compare('One line of 100 MB among ordinary ones', file, ['ours 1', reference, 'grep -aEci', 'wc -l'], reference);
  }

  private async start(): Promise<Table> {
    return this.compare('An empty file: what the start costs', await this.data.empty(), ['ours 1', 'ours 2', 'node', reference], 'node');
  }

  private async growing(largest: number): Promise<Table> {
    const results: (readonly [DataFile, readonly Measured[]] | string)[] = [];
    const contenders = this.contenders.pick(['ours 1', 'ours 2', reference]);
    const { seed, runs } = this.options;
    for await (const file of this.data.growing({ layouts, density: 0.01, seed }, steps.map((step) => Math.round(step * largest)))) {
      results.push(file instanceof NoRoom ? `Skipped: ${file.message}` : [file, await interleaved(contenders, file.path, Math.min(runs, 3))]);
    }
    return growth('A log that grows, formats mixed, 1 % of lines are problems', results);
  }

  private async compare(title: string, file: DataFile, ids: readonly string[], base: string, wanted: Goals = {}): Promise<Table> {
    return comparison(title, file, await interleaved(this.contenders.pick(ids), file.path, this.options.runs), base, wanted);
  }

  private mixedLog(percent: number): Promise<DataFile> {
    return this.data.log(`mixed-${percent}`, this.spec(percent));
  }

  private spec(percent: number, id?: string): DataSpec {
    return { layouts: id === undefined ? layouts : layouts.filter((layout) => layout.id === id), density: percent / 100, size: this.options.size, seed: this.options.seed };
  }
}
