import { SourceMap } from 'node:module';

/** A place of a source as a source map names it. */
export interface Original {
  /** As the map has it: a path or a URL. */
  readonly source: string;
  /** 0-based. */
  readonly line: number;
  readonly column: number;
}

/** The map that JavaScript names last: its text, or where it is beside the file; null for none, and for one that is elsewhere. */
export function mapNamedIn(script: string): { readonly text: string } | { readonly path: string } | null {
  const [named] = [...script.slice(Math.max(0, script.lastIndexOf('//# sourceMappingURL='))).matchAll(/^\/\/# sourceMappingURL=(\S+)/gm)].map((match) => match[1] ?? '').slice(-1);
  if (named === undefined) return null;
  const inline = /^data:application\/json;(?:charset=[\w-]+;)?base64,(.*)$/i.exec(named)?.[1];
  if (inline !== undefined) return { text: Buffer.from(inline, 'base64').toString() };
  try {
    return /^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(named) ? null : { path: decodeURIComponent(named) };
  } catch {
    // No escape of a URL: it names nothing.
    return null;
  }
}

/** Null for what is no map: the script then leads to itself. */
export function parseMap(text: string): SourceMap | null {
  try {
    const payload: unknown = JSON.parse(text);
    return isPayload(payload) ? new SourceMap(payload) : null;
  } catch {
    return null;
  }
}

/** What stands for a place (0-based) of the script; null where the map does not tell. */
export function originalAt(map: SourceMap, line: number, column: number): Original | null {
  const entry = map.findEntry(line, column);
  return 'originalSource' in entry && typeof entry.originalSource === 'string' && entry.generatedLine === line ? { source: entry.originalSource, line: entry.originalLine, column: entry.originalColumn } : null;
}

function isPayload(payload: unknown): payload is ConstructorParameters<typeof SourceMap>[0] {
  return typeof payload === 'object' && payload !== null && 'mappings' in payload && typeof payload.mappings === 'string' && 'sources' in payload && Array.isArray(payload.sources) && payload.sources.every((each) => typeof each === 'string');
}
