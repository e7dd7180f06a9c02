import type { ClientErrors } from '../core/detector';

interface McpReading {
  /** IANA name of the zone of times that state none. */
  readonly zone: string;
  readonly clientErrors: ClientErrors;
  /** Words that are not handed over. */
  readonly hidden: readonly string[];
  /** Paths of the folders that may be read. */
  readonly folders: readonly string[];
}

/** How the command line is told to answer agents as the editor would. */
export function mcpArguments({ zone, clientErrors, hidden, folders }: McpReading): string[] {
  // Joined to its option and behind the end of options nothing is taken for one.
  return ['mcp', `--log-time-zone=${zone}`, `--client-errors=${clientErrors}`, ...hidden.map((word) => `--hide=${word}`), '--', ...folders];
}
