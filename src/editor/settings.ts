import * as vscode from 'vscode';
import type { GroupMember } from '../core/analysis';
import type { ClientErrors } from '../core/detector';
import type { Severity } from '../core/finding';
import type { GroupDecision } from '../core/groups';
import { type Level, levels } from '../core/record';
import type { UserPattern } from '../engine/api';
import type { Retention } from '../engine/store/store';
import { Disposable } from './disposable';
import { ignoredFileList } from './ignoredFiles';
import { watchedFileList } from './watching/watchedFiles';

/** All settings at one moment. Defaults live in package.json alone. */
export interface Settings {
  readonly problems: 'off' | 'open' | 'workspace';
  readonly problemsMaximum: 'error' | 'warning' | 'information';
  readonly minimumSeverity: Severity;
  readonly endOfLineNotes: boolean;
  readonly gutterIcons: boolean;
  readonly sourceHints: boolean;
  readonly sourceLens: boolean;
  /** Where times are shown: `local`, or an IANA name, which need not be one. */
  readonly timeZone: string;
  /** The same for times in logs that state no zone. */
  readonly logTimeZone: string;
  readonly clientErrors: ClientErrors;
  readonly patterns: readonly UserPattern[];
  readonly groups: readonly GroupDecision[];
  readonly retention: Retention;
  /** Logs of which nothing is said, by path in the workspace, else by full path or address. */
  readonly ignoredFiles: readonly string[];
  /** Paths and globs of logs that are watched. */
  readonly sources: readonly RemoteSource[];
  readonly watch: readonly string[];
  /** Entries as they are written. */
  readonly schedule: readonly unknown[];
  /** Whether the output of commands that fail in a terminal is analysed by itself. */
  readonly analyzeFailedCommands: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Of files that are dropped or picked: their extensions, and how large they may be; null sets no bound. */
  readonly dropped: { readonly types: readonly string[]; readonly megabytes: number | null };
}

/** A log that another engine keeps, and what is read of it. */
export interface RemoteSource {
  readonly name: string;
  readonly address: string;
  /** A span such as `2h`. */
  readonly since?: string;
  readonly level?: Level;
  readonly words?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Records at most. */
  readonly limit?: number;
}

const section = 'stacklens';
/** Milliseconds between two looks at the settings: those of the machine may come late, and now and then without news of them. */
const lookInterval = 2_000;

/** The current settings; replaced as a whole when one changes. */
export class SettingsSource extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<Settings>());
  readonly onDidChange = this.changed.event;
  private snapshot: Settings;
  /** All that is set, as it was when last looked at. */
  private seen = wholeSection();

  constructor() {
    super();
    this.snapshot = read();
    const looks = setInterval(() => {
      if (wholeSection() !== this.seen) this.refresh();
    }, lookInterval);
    this.register({ dispose: () => clearInterval(looks) });
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section)) this.refresh();
      }),
    );
    // What an untrusted workspace sets counts from the moment it is trusted.
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
  }

  get current(): Settings {
    return this.snapshot;
  }

  private refresh(): void {
    this.seen = wholeSection();
    this.snapshot = read();
    this.changed.fire(this.snapshot);
  }
}

function wholeSection(): string {
  return JSON.stringify(vscode.workspace.getConfiguration(section));
}

function read(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  const value = <K extends keyof Settings>(key: K): Settings[K] => configuration.get(key) as Settings[K];
  return {
    problems: value('problems'),
    problemsMaximum: value('problemsMaximum'),
    minimumSeverity: value('minimumSeverity'),
    endOfLineNotes: value('endOfLineNotes'),
    gutterIcons: value('gutterIcons'),
    sourceHints: value('sourceHints'),
    sourceLens: value('sourceLens'),
    timeZone: text(configuration.get('timeZone')) ?? 'local',
    logTimeZone: text(configuration.get('logTimeZone')) ?? 'UTC',
    clientErrors: configuration.get('clientErrors') === 'medium' ? 'medium' : 'low',
    patterns: readPatterns(configuration.get('patterns')),
    groups: readGroups(configuration.get('groups')),
    retention: { days: positive(configuration.get('retention.days')), megabytes: positive(configuration.get('retention.megabytes')) },
    ignoredFiles: ignoredFileList.read(),
    sources: readSources(configuration.get('sources')),
    watch: watchedFileList.read(),
    schedule: list(configuration.get('schedule')),
    analyzeFailedCommands: value('analyzeFailedCommands'),
    include: strings(configuration.get('include')),
    exclude: strings(configuration.get('exclude')),
    dropped: { types: strings(configuration.get('dropped.types')), megabytes: positive(configuration.get('dropped.maximumSize')) },
  };
}

/** VS Code marks what does not fit the schema but hands it over all the same. */
function readPatterns(raw: unknown): UserPattern[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, regex, severity, category, files } = entry as Record<string, unknown>;
    if (typeof name !== 'string' || typeof regex !== 'string') return [];
    return [
      {
        name,
        regex,
        severity: (typeof severity === 'string' ? severity : 'medium') as UserPattern['severity'],
        category: (typeof category === 'string' ? category : 'business') as UserPattern['category'],
        ...(typeof files === 'string' ? { files } : {}),
      },
    ];
  });
}

/** What does not fit the schema is passed over: VS Code marks it in the settings. */
function readSources(raw: unknown): RemoteSource[] {
  const isText = (each: unknown): each is string => typeof each === 'string' && each !== '';
  return list(raw).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, address, since, level, words, labels, limit } = entry as Record<string, unknown>;
    if (!isText(name) || !isText(address)) return [];
    const least = levels.find((each) => each === level);
    return [
      {
        name,
        address,
        ...(isText(since) ? { since } : {}),
        ...(least === undefined ? {} : { level: least }),
        ...(Array.isArray(words) ? { words: words.filter(isText) } : {}),
        ...(typeof labels === 'object' && labels !== null ? { labels: Object.fromEntries(Object.entries(labels).filter((each): each is [string, string] => isText(each[1]))) } : {}),
        ...(typeof limit === 'number' && Number.isInteger(limit) && limit > 0 ? { limit } : {}),
      },
    ];
  });
}

/** What does not fit the schema is passed over: VS Code marks it in the settings. */
function readGroups(raw: unknown): GroupDecision[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, together, apart } = entry as Record<string, unknown>;
    return [
      {
        ...(typeof name === 'string' ? { name } : {}),
        ...(Array.isArray(together) ? { together: together.filter(isMember) } : {}),
        ...(Array.isArray(apart) ? { apart: apart.filter(isMember) } : {}),
      },
    ];
  });
}

function isMember(raw: unknown): raw is GroupMember {
  return typeof raw === 'object' && raw !== null && 'fingerprint' in raw && typeof raw.fingerprint === 'string' && 'template' in raw && typeof raw.template === 'string';
}

function text(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw.trim() : undefined;
}

/** Null where there is no bound. */
function positive(raw: unknown): number | null {
  return typeof raw === 'number' && raw > 0 ? raw : null;
}

function list(raw: unknown): unknown[] {
  return Array.isArray(raw) ? raw : [];
}

function strings(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.filter((entry): entry is string => typeof entry === 'string') : [];
}
